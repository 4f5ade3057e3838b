package workshop.cloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Works off a queue: reports each message that is "poison", and throws at one that is a "bomb". */
public final class QueueWorker implements RequestStreamHandler {
    private static final Pattern POISON =
            Pattern.compile("\"messageId\":\"([^\"]+)\",\"receiptHandle\":\"[^\"]*\",\"body\":\"poison");

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        context.getLogger().log("as " + context.getInvokedFunctionArn() + " got " + event + "\n");
        if (event.contains("bomb")) {
            throw new IllegalStateException("a bomb");
        }
        StringBuilder failures = new StringBuilder();
        Matcher poison = POISON.matcher(event);
        while (poison.find()) {
            failures.append(failures.isEmpty() ? "" : ", ")
                    .append("{\"itemIdentifier\": \"")
                    .append(poison.group(1))
                    .append("\"}");
        }
        output.write(("{\"batchItemFailures\": [" + failures + "]}").getBytes(StandardCharsets.UTF_8));
    }
}
