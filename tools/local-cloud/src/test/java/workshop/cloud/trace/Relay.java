package workshop.cloud.trace;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function that makes an event of each record of a stream, and a message of each event. */
public final class Relay implements RequestStreamHandler {
    private static final Pattern KEY = Pattern.compile("\"Keys\":\\{\"id\":\\{\"S\":\"([^\"]+)\"");
    private static final Pattern DETAIL = Pattern.compile("\"detail\":\\{\"id\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String payload = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        Matcher keys = KEY.matcher(payload);
        while (keys.find()) {
            if (keys.group(1).startsWith("bomb")) {
                throw new IllegalStateException("a bomb");
            }
            call("events", "AWSEvents.PutEvents", """
                    {"Entries": [{"Source": "relay", "DetailType": "Written", "EventBusName": "bus",
                     "Detail": "{\\"id\\":\\"%s\\"}"}]}""".formatted(keys.group(1)));
        }
        Matcher detail = DETAIL.matcher(payload);
        if (detail.find()) {
            call("sqs", "AmazonSQS.SendMessage", """
                    {"QueueUrl": "%s/000000000000/Sent", "MessageBody": "%s"}""".formatted(System.getenv("AWS_ENDPOINT_URL"), detail.group(1)));
        }
        output.write("{}".getBytes(StandardCharsets.UTF_8));
    }

    private void call(String service, String target, String body) throws IOException {
        String credential = System.getenv("AWS_ACCESS_KEY_ID") + "/20261128/us-east-1/" + service + "/aws4_request";
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("AWS_ENDPOINT_URL")))
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + credential)
                .header("X-Amz-Target", target)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
