package workshop.cloud;

import java.time.Duration;
import java.util.Optional;

/**
 * What the person who opens an account may choose.
 *
 * @param port the loopback port to listen on; 0 takes a free one
 * @param retryUnit what one minute of AWS's waiting between two asynchronous attempts lasts here
 * @param debug the logical id of the function that opens a debugger port, if any
 */
public record Options(int port, Duration retryUnit, Optional<String> debug) {

    /** The one region that an account has. */
    public static final String REGION = "us-east-1";

    /** The account number in every ARN. */
    public static final String ACCOUNT_ID = "000000000000";

    /** Where a debugger attaches to the function that is debugged. */
    public static final int DEBUG_PORT = 5005;

    public static Options defaults() {
        return new Options(4566, Duration.ofSeconds(1), Optional.empty());
    }

    public Options withPort(int port) {
        return new Options(port, retryUnit, debug);
    }

    public Options withRetryUnit(Duration retryUnit) {
        return new Options(port, retryUnit, debug);
    }

    public Options withDebug(String function) {
        return new Options(port, retryUnit, Optional.of(function));
    }
}
