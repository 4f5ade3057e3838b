package workshop.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The main class of a function's process: loads the handler, then takes one invocation after the other.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
public final class FunctionRuntime {
    /** With this and the request id the process says that it has printed all that it prints for an invocation. */
    public static final String END = "END RequestId: ";

    /** What is posted instead of an {@code error} before the process ends. */
    public static final String LAST_ERROR = "last-error";

    /** What begins a message of the logger, and the ends of lines in it: characters that no text has. */
    private static final String MESSAGE = "\uFDD0";

    private static final String NEW_LINE = "\uFDD1";
    private static final String RETURN = "\uFDD2";

    private static final PrintStream LOG = System.out;
    private static final String VERSION = "/2018-06-01/runtime/";
    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private final RuntimeConnection connection;
    private final String path;

    /** @param api host, port and perhaps the beginning of the path */
    FunctionRuntime(String api) {
        int slash = (api + "/").indexOf('/');
        connection = new RuntimeConnection(api.substring(0, slash));
        path = api.substring(slash) + VERSION;
    }

    public static void main(String[] args) throws IOException {
        endWithParent();
        FunctionRuntime runtime = new FunctionRuntime(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        Work work = runtime.load(System.getenv("_HANDLER"));
        while (true) {
            runtime.handleNext(work);
        }
    }

    /** What is done with each event. */
    private interface Work {
        void handle(byte[] event, OutputStream output, Context context) throws Exception;
    }

    private Work load(String handler) throws IOException {
        try {
            return Handler.load(handler)::handle;
        } catch (UserFault e) {
            if (e.isFatal) {
                ErrorReport report = new ErrorReport(e);
                log(report.log());
                post("init/error", report.json());
                System.exit(1);
            }
            return (event, output, context) -> {
                throw e;
            };
        }
    }

    private void handleNext(Work work) throws IOException {
        HttpMessage next = call("GET", "invocation/next", new byte[0]);
        String requestId = next.headers().get("Lambda-Runtime-Aws-Request-Id");
        System.setProperty(TRACE, next.headers().get("Lambda-Runtime-Trace-Id"));
        RuntimeContext context = new RuntimeContext(
                requestId,
                next.headers().get("Lambda-Runtime-Invoked-Function-Arn"),
                Long.parseLong(next.headers().get("Lambda-Runtime-Deadline-Ms")));
        try {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            work.handle(next.body(), output, context);
            endLog(requestId);
            post("invocation/" + requestId + "/response", output.toByteArray());
        } catch (Throwable e) {
            Throwable cause = Handler.cause(e);
            ErrorReport report = new ErrorReport(cause);
            log(report.log());
            endLog(requestId);
            post("invocation/" + requestId + "/" + (isLast(cause) ? LAST_ERROR : "error"), report.json());
            if (isLast(cause)) {
                System.exit(1);
            }
        }
    }

    /** Whether the JVM can't be trusted any more; AWS restarts the environment as well. */
    private static boolean isLast(Throwable e) {
        return e instanceof VirtualMachineError
                || e instanceof IOError
                || e instanceof UserFault && e.getCause() instanceof NoClassDefFoundError;
    }

    private static void endLog(String requestId) {
        print(END + requestId);
    }

    /** Logs a message as one event, whether it has one line or several, and whether or not the last one ends; null as "null". */
    static void log(String message) {
        print(MESSAGE + String.valueOf(message).replace("\n", NEW_LINE).replace("\r", RETURN));
    }

    private static void print(String line) {
        System.out.flush();
        System.err.flush();
        LOG.println(line);
        LOG.flush();
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

    private void post(String call, byte[] body) throws IOException {
        call("POST", call, body);
    }

    private HttpMessage call(String method, String call, byte[] body) throws IOException {
        HttpMessage answer = connection.call(method, path + call, body);
        if (!answer.word(1).startsWith("2")) {
            String reason = new String(answer.body(), StandardCharsets.UTF_8);
            throw new IOException("The runtime API answered " + answer.word(1) + " " + reason);
        }
        return answer;
    }
}
