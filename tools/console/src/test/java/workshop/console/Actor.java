package workshop.console;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of a small system: a request writes an item, a record of the stream makes an event, an event is noted in a
 * table and published to a topic. What is named poison fails.
 */
public final class Actor implements RequestStreamHandler {
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:News";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = JSON.readTree(input);
        ObjectNode answer = JSON.createObjectNode();
        if (event.has("httpMethod")) {
            write(event, JSON.readTree(event.path("body").asText("{}")));
            answer.put("statusCode", 200).put("body", "{}");
        } else if (event.path("Records").path(0).has("dynamodb")) {
            for (JsonNode record : event.path("Records")) {
                if (record.at("/dynamodb/Keys/id/S").asText().startsWith("reported")) {
                    context.getLogger().log("This one can't be read\n");
                    answer.putArray("batchItemFailures")
                            .addObject()
                            .put(
                                    "itemIdentifier",
                                    record.at("/dynamodb/SequenceNumber").asText());
                    break;
                }
                if (record.at("/dynamodb/Keys/id/S").asText().startsWith("ignored")) {
                    context.getLogger().log("Ignored: " + "it ".repeat(100));
                } else {
                    publish(record);
                }
            }
        } else if (event.has("detail")) {
            handle(event);
        }
        output.write(JSON.writeValueAsBytes(answer));
    }

    private void write(JsonNode request, JsonNode body) throws IOException {
        ObjectNode item = JSON.createObjectNode();
        item.putObject("id").put("S", body.path("id").asText());
        ObjectNode input = JSON.createObjectNode().put("TableName", "Things");
        if (request.path("httpMethod").asText().equals("DELETE")) {
            input.set("Key", item);
            call("dynamodb", "DynamoDB_20120810.DeleteItem", input);
        } else {
            item.putObject("done")
                    .put("BOOL", request.path("httpMethod").asText().equals("PATCH"));
            input.set("Item", item);
            call("dynamodb", "DynamoDB_20120810.PutItem", input);
        }
    }

    private void publish(JsonNode record) throws IOException {
        String id = record.at("/dynamodb/Keys/id/S").asText();
        if (id.startsWith("poison")) {
            throw new IllegalStateException("The record " + id + " can't be read");
        }
        ObjectNode detail = JSON.createObjectNode()
                .put("id", id)
                .put("change", record.path("eventID").asText());
        ObjectNode input = JSON.createObjectNode();
        input.putArray("Entries")
                .addObject()
                .put("Source", "things")
                .put("DetailType", record.path("eventName").asText())
                .put("EventBusName", System.getenv().getOrDefault("BUS", "things"))
                .put("Detail", JSON.writeValueAsString(detail));
        JsonNode answer = call("events", "AWSEvents.PutEvents", input);
        if (answer.path("FailedEntryCount").asInt() > 0) {
            throw new IllegalStateException("Not published: " + answer);
        }
    }

    private void handle(JsonNode event) throws IOException {
        if (event.at("/detail/id").asText().startsWith("unhandled")) {
            throw new IllegalStateException("Nobody handles this\nfor a reason");
        }
        if (event.at("/detail/id").asText().startsWith("leaves")) {
            System.exit(3);
        }
        List<byte[]> memory = new ArrayList<>();
        while (event.at("/detail/id").asText().startsWith("hungry")) {
            memory.add(new byte[1 << 20]);
        }
        ObjectNode input = JSON.createObjectNode();
        if (!event.at("/detail/id").asText().startsWith("nameless")) {
            input.put("TableName", "Activity");
        }
        ObjectNode item = input.putObject("Item");
        item.putObject("id").put("S", event.at("/detail/change").asText());
        item.putObject("thing").put("S", event.at("/detail/id").asText());
        call("dynamodb", "DynamoDB_20120810.PutItem", input);
        boolean isTopicless = event.at("/detail/id").asText().startsWith("topicless");
        String message = "Action=Publish&Message=changed"
                + (isTopicless ? "" : "&TopicArn=" + System.getenv().getOrDefault("TOPIC", TOPIC));
        HttpResponse<String> answer = send("sns", "x", "application/x-www-form-urlencoded", message);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.body());
        }
    }

    private JsonNode call(String service, String target, JsonNode input) throws IOException {
        HttpResponse<String> answer =
                send(service, target, "application/x-amz-json-1.0", JSON.writeValueAsString(input));
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String service, String target, String type, String body) throws IOException {
        String credential = System.getenv("AWS_ACCESS_KEY_ID") + "/20261128/us-east-1/" + service + "/aws4_request";
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(System.getenv("AWS_ENDPOINT_URL")))
                            .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + credential)
                            .header("Content-Type", type)
                            .header("X-Amz-Target", target)
                            .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
