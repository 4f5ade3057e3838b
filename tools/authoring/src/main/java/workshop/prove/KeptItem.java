package workshop.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A to-do in the table of a running stack, which has to be there after each update.
 *
 * @param endpoint the local cloud's
 * @param table the table's name
 */
record KeptItem(String endpoint, String table) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ID = "kept";
    private static final String TODO = """
            {"name": {"S": "Keep me"}, "completed": {"BOOL": false}, "createdAt": {"N": "1"}, "updatedAt": {"N": "1"}}""";
    /** The local cloud takes any key; which service is meant stands in the credential's scope. */
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

    void put() {
        ObjectNode item = (ObjectNode) read(TODO);
        item.set(keyName(), JSON.createObjectNode().put("S", ID));
        call("PutItem", request().set("Item", item));
    }

    boolean isThere() {
        ObjectNode key = JSON.createObjectNode();
        key.set(keyName(), JSON.createObjectNode().put("S", ID));
        return call("GetItem", request().set("Key", key)).has("Item");
    }

    private String keyName() {
        return call("DescribeTable", request())
                .at("/Table/KeySchema/0/AttributeName")
                .asText();
    }

    private ObjectNode request() {
        return JSON.createObjectNode().put("TableName", table);
    }

    private JsonNode call(String operation, JsonNode request) {
        HttpRequest call = HttpRequest.newBuilder(URI.create(endpoint))
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("X-Amz-Date", "20260101T000000Z")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", AUTHORIZATION)
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(call, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(operation + " on " + table + " answered " + answer.body());
            }
            return read(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The local cloud gave no answer to " + operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + operation, e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
