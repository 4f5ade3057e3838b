package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * Where a message goes that was received too often.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html">Dead-letter queues</a>
 */
record RedrivePolicy(String deadLetterArn, int maxReceiveCount, String document) {
    static RedrivePolicy of(String document) {
        JsonNode policy = Json.parse(document)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> QueueSettings.invalidValue(
                        QueueSettings.REDRIVE_POLICY, " Reason: Redrive policy is not a valid JSON map."));
        for (String name : List.of("maxReceiveCount", "deadLetterTargetArn")) {
            if (!policy.has(name)) {
                throw refused(document, "Redrive policy does not contain mandatory attribute: " + name + ".");
            }
        }
        String count = policy.path("maxReceiveCount").asText();
        int most = count.matches("\\d{1,4}") ? Integer.parseInt(count) : 0;
        if (most < 1 || most > 1000) {
            throw refused(
                    document,
                    "Invalid value for maxReceiveCount: " + count
                            + ", valid values are from 1 to 1000 both inclusive.");
        }
        String dead = policy.path("deadLetterTargetArn").asText();
        if (dead.matches("arn:aws:(?!sqs:).*")) {
            throw refused(document, "Only SQS queues are valid resources for deadLetterTargetArn.");
        }
        return new RedrivePolicy(dead, most, document);
    }

    private static AwsError refused(String document, String reason) {
        return SqsError.invalid(QueueSettings.REDRIVE_POLICY, document, reason);
    }

    AwsError refused(String reason) {
        return refused(document, reason);
    }

    /** As SQS answers it, whatever its document looked like. */
    String shown() {
        return Json.write(
                Json.object().put("deadLetterTargetArn", deadLetterArn).put("maxReceiveCount", maxReceiveCount));
    }

    /** Which queues may use a queue as their dead-letter queue. */
    record Allow(String permission, List<String> sourceArns) {
        private static final String CAN_NOT = "Amazon SQS can't create the redrive allow policy";

        static Allow of(String document) {
            JsonNode policy = Json.parse(document).orElse(Json.object());
            List<String> sources = Json.texts(policy.path("sourceQueueArns"));
            String permission = policy.path("redrivePermission").asText();
            if (!permission.matches("allowAll|denyAll|byQueue")) {
                String why = " Reason: " + CAN_NOT + ", as it's in an unsupported format.";
                throw QueueSettings.invalidValue(QueueSettings.REDRIVE_ALLOW_POLICY, why);
            }
            boolean byQueue = permission.equals("byQueue");
            if (byQueue ? sources.isEmpty() || sources.size() > 10 : policy.has("sourceQueueArns")) {
                String why = byQueue
                        ? "When you specify the byQueue permission type, you must also specify between 1 and 10 source queue ARNs."
                        : "You can specify source queue ARNs only when the permission type is byQueue.";
                throw SqsError.invalid(QueueSettings.REDRIVE_ALLOW_POLICY, document, CAN_NOT + ". " + why);
            }
            return new Allow(permission, sources);
        }

        boolean allows(String sourceArn) {
            return permission.equals("allowAll") || sourceArns.contains(sourceArn);
        }
    }
}
