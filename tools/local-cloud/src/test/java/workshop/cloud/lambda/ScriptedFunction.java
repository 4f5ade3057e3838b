package workshop.cloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A function that does what the test says. */
public final class ScriptedFunction implements RequestStreamHandler {
    private int invocations;

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String told = new String(input.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
        String answer = switch (told) {
            case "count" -> String.valueOf(++invocations);
            case "memory" -> String.valueOf(Runtime.getRuntime().maxMemory() >> 20);
            case "remaining" -> String.valueOf(context.getRemainingTimeInMillis());
            case "environment" -> "\"" + System.getenv("GREETING") + " " + System.getenv("PATH") + "\"";
            case "folder" -> "\"" + Path.of("").toRealPath() + " " + taskRoot().toRealPath() + "\"";
            case "zone" -> "\"" + System.getenv("TZ") + " " + System.getenv("LANG") + "\"";
            case "home" -> "\"" + Files.exists(Path.of(System.getProperty("user.home"))) + "\"";
            case "lines" -> lines();
            case "language" -> "\"" + language() + "\"";
            case "id" -> "\"" + context.getAwsRequestId() + "\"";
            case "fail" -> throw new IllegalStateException("told to fail");
            case "log" -> log(context);
            case "exit" -> exit();
            case "hang" -> sleep(60_000);
            case "nap" -> sleep(700);
            case "fill" -> fill();
            case "trace" -> "\"" + System.getProperty("com.amazonaws.xray.traceHeader") + "\"";
            case "version" -> "\"" + context.getFunctionVersion() + " " + context.getInvokedFunctionArn() + "\"";
            case "large" -> "\"" + "x".repeat(6 << 20) + "\"";
            case "too large" -> "\"" + "x".repeat((6 << 20) + 99) + "\"";
            default -> other(told);
        };
        context.getLogger().log("answered " + answer.substring(0, Math.min(1000, answer.length())) + "\n");
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static Path taskRoot() {
        return Path.of(System.getenv("LAMBDA_TASK_ROOT"));
    }

    /** What depends on the machine's language where nobody takes care. */
    private static String language() {
        return String.join(
                " ",
                Locale.getDefault().toString(),
                Charset.defaultCharset().name(),
                System.getProperty("sun.jnu.encoding"),
                System.getenv("LANG"),
                System.getenv("GREETING"),
                "" + "Größe".getBytes(Charset.defaultCharset()).length);
    }

    private static String lines() {
        for (int i = 0; i < 500; i++) {
            System.out.println("line " + i);
        }
        System.out.println("größte".repeat(100));
        return "1";
    }

    private static String log(Context context) {
        System.out.println("printed: one\nprinted: two");
        context.getLogger().log("logged: two\nlines");
        context.getLogger().log("logged: with its end\n");
        context.getLogger().log((byte[]) null);
        System.out.print("unfinished");
        return "1";
    }

    private static String other(String told) {
        if (told.contains("bomb")) {
            throw new IllegalStateException("a bomb");
        }
        if (told.startsWith("guest-")) {
            sleep(200); // longer than a busy machine keeps a process waiting
        }
        return "\"" + told + "\"";
    }

    private static String exit() {
        Runtime.getRuntime().halt(3);
        return "never";
    }

    private static String sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "\"awake\"";
    }

    private static String fill() {
        List<byte[]> memory = new ArrayList<>();
        while (true) {
            memory.add(new byte[1 << 20]);
        }
    }
}
