package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import workshop.cloud.Account;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Caller;

/** Calls the account's services as its owner, in AWS's JSON protocol and without a connection. */
record Aws(Account account) {
    private static final Caller OWNER = new Caller.Owner("arn:aws:iam::" + Options.ACCOUNT_ID + ":root");
    private static final Map<String, String> TARGETS =
            Map.of("sqs", "AmazonSQS", "events", "AWSEvents", "dynamodb", "DynamoDB_20120810", "logs", "Logs_20140328");

    /** Calls an operation; throws {@link AwsError} with what the service says if it refuses. */
    JsonNode call(String service, String operation, ObjectNode input) {
        if (!TARGETS.containsKey(service)) {
            throw AwsError.validation("The console calls " + TARGETS.keySet() + ", not " + service + ".");
        }
        List<String> target = List.of(TARGETS.get(service) + "." + operation);
        byte[] body = Json.write(input).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = new HttpRequest("POST", "/", Map.of(), Map.of("X-Amz-Target", target), body);
        HttpReply reply = account.services().get(service).handle(OWNER, request);
        JsonNode answer = Json.read(new String(reply.body(), StandardCharsets.UTF_8));
        if (reply.status() != 200) {
            String message =
                    answer.path("message").asText(answer.path("Message").asText());
            throw new AwsError(reply.status(), answer.path("__type").asText().replaceFirst(".*#", ""), message);
        }
        return answer;
    }
}
