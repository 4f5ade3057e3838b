package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Caller;

/**
 * The operations of SNS on topics and messages.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Operations.html">API</a>
 */
public final class SnsApi {
    /** For {@link workshop.cloud.gateway.AwsQuery}. */
    public static final String XML_NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    private static final int MAX_ENTRIES = 10;

    private final Sns sns;

    private SnsApi(Sns sns) {
        this.sns = sns;
    }

    /** Adds all operations. */
    public static Operations of(Sns sns, Operations operations) {
        SnsApi api = new SnsApi(sns);
        operations
                .authorizedBy(sns::authorize)
                .on("CreateTopic", input -> sns.arn(input.path("Name").asText()), (caller, input) -> api.create(input))
                .on("DeleteTopic", SnsApi::topicArn, (caller, input) -> {
                    sns.topics().remove(topicArn(input));
                    return Json.object();
                })
                .on("ListTopics", (caller, input) -> api.list())
                .on(
                        "GetTopicAttributes",
                        SnsApi::topicArn,
                        (caller, input) -> Json.object()
                                .set("Attributes", sns.topic(topicArn(input)).attributes()))
                .on("SetTopicAttributes", SnsApi::topicArn, (caller, input) -> {
                    sns.topic(topicArn(input))
                            .set(
                                    input.path("AttributeName").asText(),
                                    input.path("AttributeValue").asText(""));
                    return Json.object();
                })
                .on("Publish", SnsApi::topicArn, api::publish)
                .on("PublishBatch", "sns:Publish", SnsApi::topicArn, api::publishBatch);
        return SubscriptionsApi.of(sns, operations);
    }

    static String topicArn(ObjectNode input) {
        return input.path("TopicArn").asText(input.path("TargetArn").asText(""));
    }

    private JsonNode create(ObjectNode input) {
        Topic topic = sns.create(input.path("Name").asText());
        input.path("Attributes")
                .properties()
                .forEach(attribute ->
                        topic.set(attribute.getKey(), attribute.getValue().asText()));
        return Json.object().put("TopicArn", topic.arn());
    }

    private JsonNode list() {
        ArrayNode topics = Json.array();
        sns.topics().keySet().forEach(arn -> topics.addObject().put("TopicArn", arn));
        return Json.object().set("Topics", topics);
    }

    private JsonNode publish(Caller caller, ObjectNode input) {
        if (input.has("PhoneNumber")) {
            throw AwsError.notHere("text messages to phones");
        }
        if (topicArn(input).isEmpty()) {
            throw Sns.invalid("TopicArn or TargetArn Reason: no value for required parameter");
        }
        Topic topic = sns.topic(topicArn(input));
        Message message = Message.of(topic.arn(), input);
        sns.publish(topic, message, caller.arn());
        return Json.object().put("MessageId", message.id());
    }

    private JsonNode publishBatch(Caller caller, ObjectNode input) {
        Topic topic = sns.topic(topicArn(input));
        JsonNode entries = input.path("PublishBatchRequestEntries");
        if (entries.isEmpty()) {
            throw new AwsError(400, "EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }
        if (entries.size() > MAX_ENTRIES) {
            throw new AwsError(
                    400, "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.path("Id").asText()));
        if (ids.size() < entries.size()) {
            throw new AwsError(
                    400, "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
        }
        ObjectNode answer = Json.object();
        ArrayNode successful = answer.putArray("Successful");
        ArrayNode failed = answer.putArray("Failed");
        for (JsonNode entry : entries) {
            String id = entry.path("Id").asText();
            try {
                Message message = Message.of(topic.arn(), (ObjectNode) entry);
                sns.publish(topic, message, caller.arn());
                successful.addObject().put("Id", id).put("MessageId", message.id());
            } catch (AwsError e) {
                failed.addObject()
                        .put("Id", id)
                        .put("Code", e.code())
                        .put("Message", e.getMessage())
                        .put("SenderFault", e.status() < 500);
            }
        }
        return answer;
    }
}
