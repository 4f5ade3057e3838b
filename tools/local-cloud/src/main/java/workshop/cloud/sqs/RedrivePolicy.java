package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * Where a message goes that was received too often.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">
 *     Dead-letter queues</a>
 */
record RedrivePolicy(String deadLetterArn, int maxReceiveCount, String document) {
    private static final int MAX_RECEIVE_COUNT = 1000;

    static RedrivePolicy of(String document) {
        JsonNode policy = Json.parse(document)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> refused(document, "Redrive policy is not a valid JSON map."));
        for (String name : List.of("deadLetterTargetArn", "maxReceiveCount")) {
            if (!policy.has(name)) {
                throw refused(document, "Redrive policy does not contain mandatory attribute: " + name + ".");
            }
        }
        String count = policy.path("maxReceiveCount").asText();
        int most = count.matches("\\d{1,4}") ? Integer.parseInt(count) : 0;
        if (most < 1 || most > MAX_RECEIVE_COUNT) {
            throw refused(
                    document,
                    "Invalid value for maxReceiveCount: " + count
                            + ", valid values are from 1 to 1000 both inclusive.");
        }
        return new RedrivePolicy(policy.path("deadLetterTargetArn").asText(), most, document);
    }

    private static AwsError refused(String document, String reason) {
        return SqsError.invalid(QueueSettings.REDRIVE_POLICY, document, reason);
    }

    AwsError refused(String reason) {
        return refused(document, reason);
    }

    /** Which queues may use a queue as their dead-letter queue. */
    record Allow(String permission, List<String> sourceArns) {

        static Allow of(String document) {
            JsonNode policy = Json.parse(document).orElse(Json.object());
            List<String> sources = Json.texts(policy.path("sourceQueueArns"));
            String permission = policy.path("redrivePermission").asText();
            if (!permission.matches(sources.isEmpty() ? "allowAll|denyAll" : "byQueue") || sources.size() > 10) {
                throw SqsError.invalid(
                        QueueSettings.REDRIVE_ALLOW_POLICY,
                        document,
                        "redrivePermission is allowAll, denyAll, or byQueue with 1 to 10 sourceQueueArns.");
            }
            return new Allow(permission, sources);
        }

        boolean allows(String sourceArn) {
            return permission.equals("allowAll") || sourceArns.contains(sourceArn);
        }
    }
}
