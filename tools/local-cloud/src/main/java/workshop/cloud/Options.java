package workshop.cloud;

import java.time.Duration;
import java.util.Optional;

/**
 * What the person who opens an account may choose.
 *
 * @param port the loopback port to listen on; 0 takes a free one
 * @param region the one region this account has, as in every ARN
 * @param retryUnit what one minute of AWS's waiting between two asynchronous attempts lasts here
 * @param debug the logical id of the function that opens a debugger port, if any
 */
public record Options(int port, String region, Duration retryUnit, Optional<String> debug) {

    /** The account number in every ARN. */
    public static final String ACCOUNT_ID = "000000000000";

    /** Where a debugger attaches to the function that is debugged. */
    public static final int DEBUG_PORT = 5005;

    public static Options defaults() {
        return new Options(4566, "us-east-1", Duration.ofSeconds(1), Optional.empty());
    }

    public Options withPort(int port) {
        return new Options(port, region, retryUnit, debug);
    }

    public Options withRetryUnit(Duration retryUnit) {
        return new Options(port, region, retryUnit, debug);
    }

    public Options withDebug(String function) {
        return new Options(port, region, retryUnit, Optional.of(function));
    }
}
