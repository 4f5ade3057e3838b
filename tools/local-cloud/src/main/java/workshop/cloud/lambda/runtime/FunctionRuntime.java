package workshop.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.LogSink;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.LambdaRuntimeApiClient;
import com.amazonaws.services.lambda.runtime.api.client.util.ConcurrencyConfig;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The main class of a function's process: AWS's own runtime for Java, with another way to the runtime API and to the log.
 *
 * @see <a href="https://github.com/aws/aws-lambda-java-libs/tree/main/aws-lambda-java-runtime-interface-client">Runtime
 *     interface client for Java</a>
 */
public final class FunctionRuntime extends AWSLambda {
    /** With this and the request id the process says that it has printed all that it prints for an invocation. */
    public static final String END = "END RequestId: ";

    /** What is posted instead of an {@code error} before the process ends. */
    public static final String LAST_ERROR = "last-error";

    /** What begins a message of the logger, and the ends of lines in it: characters that no text has. */
    private static final String MESSAGE = "\uFDD0";

    private static final String NEW_LINE = "\uFDD1";
    private static final String RETURN = "\uFDD2";

    private static final PrintStream OUT = System.out;

    private FunctionRuntime() {}

    public static void main(String[] args) throws Exception {
        endWithParent();
        RuntimeApiClient api = new RuntimeApiClient(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        LambdaContextLogger logger = logger();
        LambdaRequestHandler handler = load(System.getenv("_HANDLER"), logger, api);
        startRuntimeLoops(handler, logger, new ConcurrencyConfig(logger), api);
        api.send(LAST_ERROR); // the loop ends when the JVM can't be trusted any more
        System.exit(1);
    }

    /** Loads a handler as AWS's runtime does, which ends the process for one that can't even be tried. */
    static LambdaRequestHandler load(String name, LambdaContextLogger logger, LambdaRuntimeApiClient api)
            throws ReflectiveOperationException {
        Method load = AWSLambda.class.getDeclaredMethod(
                "getLambdaRequestHandlerObject", String.class, LambdaContextLogger.class, LambdaRuntimeApiClient.class);
        load.setAccessible(true);
        return (LambdaRequestHandler) load.invoke(null, name, logger, api);
    }

    static LambdaContextLogger logger() {
        LogSink sink = new LogSink() {
            @Override
            public void log(byte[] message) {
                FunctionRuntime.log(new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void log(LogLevel level, LogFormat format, byte[] message) {
                log(message);
            }

            @Override
            public void close() {}
        };
        return new LambdaContextLogger(sink, LogLevel.UNDEFINED, LogFormat.TEXT);
    }

    /** Logs a message as one event, whether it has one line or several, and whether or not the last one ends. */
    private static void log(String message) {
        print(MESSAGE + message.replace("\n", NEW_LINE).replace("\r", RETURN));
    }

    static void print(String line) {
        System.out.flush();
        System.err.flush();
        OUT.println(line);
        OUT.flush();
    }

    /** The events of a log that a line of a process is: what was logged, or printed; both, if a printed line had no end. */
    public static List<String> events(String line) {
        int logged = line.indexOf(MESSAGE);
        if (logged < 0) {
            return List.of(line + "\n");
        }
        String message = line.substring(logged + 1).replace(NEW_LINE, "\n").replace(RETURN, "\r");
        return logged == 0 ? List.of(message) : List.of(line.substring(0, logged) + "\n", message);
    }

    /** The process has no reason to live when the account that started it is gone: then its standard input ends. */
    private static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                System.err.println("Lost the account: " + e.getMessage());
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }
}
