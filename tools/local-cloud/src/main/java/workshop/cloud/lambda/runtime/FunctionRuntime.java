package workshop.cloud.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * The main class of a function's process: loads the handler, then takes one invocation after the other.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
public final class FunctionRuntime {
    /** With this and the request id the process says that it has printed all that it prints for an invocation. */
    public static final String END = "END RequestId: ";

    private static final PrintStream LOG = System.out;
    private static final String API = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";
    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private FunctionRuntime() {}

    public static void main(String[] args) throws IOException {
        endWithParent();
        Handler handler;
        try {
            handler = Handler.load(System.getenv("_HANDLER"));
        } catch (Throwable e) {
            Throwable cause = Handler.cause(e);
            cause.printStackTrace();
            post("init/error", ErrorReport.json(cause));
            System.exit(1);
            return;
        }
        while (true) {
            handleNext(handler);
        }
    }

    private static void handleNext(Handler handler) throws IOException {
        HttpURLConnection next = connect("invocation/next");
        byte[] event = read(next);
        String requestId = next.getHeaderField("Lambda-Runtime-Aws-Request-Id");
        System.setProperty(TRACE, next.getHeaderField("Lambda-Runtime-Trace-Id"));
        RuntimeContext context = new RuntimeContext(
                requestId,
                next.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"),
                Long.parseLong(next.getHeaderField("Lambda-Runtime-Deadline-Ms")));
        try {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            handler.handle(event, output, context);
            endLog(requestId);
            post("invocation/" + requestId + "/response", output.toByteArray());
        } catch (Throwable e) {
            Throwable cause = Handler.cause(e);
            cause.printStackTrace();
            endLog(requestId);
            post("invocation/" + requestId + "/error", ErrorReport.json(cause));
            if (cause instanceof VirtualMachineError) {
                System.exit(1); // the JVM can't be trusted any more; AWS restarts the environment as well
            }
        }
    }

    private static void endLog(String requestId) {
        System.out.flush();
        System.err.flush();
        LOG.println(END + requestId);
        LOG.flush();
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

    private static HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(API + path).openConnection();
        connection.setReadTimeout(0);
        return connection;
    }

    private static void post(String path, byte[] body) throws IOException {
        HttpURLConnection connection = connect(path);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        read(connection);
    }

    private static byte[] read(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() >= 400) {
            try (InputStream error = connection.getErrorStream()) {
                String reason = error == null ? "" : new String(error.readAllBytes(), StandardCharsets.UTF_8);
                throw new IOException("The runtime API answered " + connection.getResponseCode() + " " + reason);
            }
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
