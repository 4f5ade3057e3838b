package workshop.cloud.sns;

import static workshop.cloud.ResourceType.TAGS;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.IamTypes;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * The operations of SNS on topics and messages.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Operations.html">API</a>
 */
public record SnsApi(Sns sns) {
    /** For {@link workshop.cloud.gateway.AwsQuery}. */
    public static final String XML_NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    static final Member TOPIC = optional("TopicArn", text());
    static final Members NEXT = Members.of(optional("NextToken", text()));
    static final Member ATTRIBUTES = optional("Attributes", map(text()));
    static final Member NAME = required("AttributeName", text());
    static final Member VALUE = optional("AttributeValue", text());

    private static final Members MESSAGE = Members.of(
            required("Message", text()),
            optional("Subject", text()),
            optional("MessageStructure", text()),
            optional("MessageDeduplicationId", text()),
            optional(
                    "MessageAttributes",
                    map(Members.of(
                            required("DataType", text()),
                            optional("StringValue", text()),
                            optional("BinaryValue", text())))));

    private static final int MAX_ENTRIES = 10;
    private static final int PAGE = 100;
    private static final int MAX_NAME = 256;

    public static Operations of(Sns sns, Operations operations) {
        SnsApi api = new SnsApi(sns);
        Members change = Members.of(TOPIC, NAME, VALUE);
        Members entries =
                Members.of(TOPIC, optional("PublishBatchRequestEntries", list(MESSAGE.and(required("Id", text())))));
        operations
                .invalid("ValidationError")
                .authorizedBy(sns::authorize)
                .about(input -> sns.arn(input.path("Name").asText()))
                .on("CreateTopic", Members.of(required("Name", text()), ATTRIBUTES), api::create)
                .about(SnsApi::topicArn)
                .run("DeleteTopic", Members.of(TOPIC), input -> sns.delete(topicArn(input)))
                .on("GetTopicAttributes", Members.of(TOPIC), api::attributes)
                .run("SetTopicAttributes", change, input -> set(sns.topic(topicArn(input))::set, input))
                .on("Publish", MESSAGE.and(TOPIC, optional("TargetArn", text())), api::publish)
                .on("PublishBatch", "sns:Publish", entries, api::publishBatch)
                .aboutAll()
                .on("ListTopics", NEXT, input -> page("Topics", sns.topics.values(), input, SnsApi::summary));
        return SubscriptionsApi.of(sns, operations);
    }

    public static List<ResourceType> types(Sns sns) {
        ResourceType policy = IamTypes.ofEach("AWS::SNS::TopicPolicy", Policy.WITH_PRINCIPALS, "Topics", sns::policy);
        return List.of(topicType(sns), policy, SubscriptionsApi.type(sns));
    }

    static ResourceType topicType(Sns sns) {
        Shape feedback = Members.of(
                required("Protocol", oneOf("http/s", "sqs", "lambda", "firehose", "application")),
                optional("SuccessFeedbackRoleArn", text()),
                optional("SuccessFeedbackSampleRate", whole(0, 100)),
                optional("FailureFeedbackRoleArn", text()));
        Members properties = Members.of(
                        optional("TopicName", text(0, MAX_NAME, "[a-zA-Z0-9_-]+|\\s*"))
                                .naming(),
                        optional(Topic.DISPLAY_NAME, text(0, 100)),
                        TAGS,
                        withoutEffect("KmsMasterKeyId", text(0, 2048)),
                        withoutEffect("SignatureVersion", oneOf("1", "2")),
                        withoutEffect("TracingConfig", oneOf("PassThrough", "Active")),
                        withoutEffect("DeliveryStatusLogging", list(feedback).distinct()))
                .returning("TopicArn");
        return new ResourceType("AWS::SNS::Topic", properties)
                .existsIf((name, given) -> sns.find(sns.arn(name)).isPresent())
                .creates(declaration -> {
                    Topic topic = sns.create(
                            declaration.nameFrom("TopicName", MAX_NAME),
                            Map.of(Topic.DISPLAY_NAME, declaration.text(Topic.DISPLAY_NAME)));
                    return new Physical(topic.arn, Map.of("TopicArn", topic.arn, "TopicName", topic.name()));
                })
                .updates((declaration, existing) -> {
                    Topic topic = sns.topic(existing.ref());
                    if (declaration.changes(Topic.DISPLAY_NAME)) {
                        topic.set(Topic.DISPLAY_NAME, declaration.text(Topic.DISPLAY_NAME));
                    }
                })
                .deletes(existing -> sns.delete(existing.ref()));
    }

    static String topicArn(ObjectNode input) {
        return input.path("TopicArn").asText(input.path("TargetArn").asText());
    }

    private static ObjectNode summary(Topic topic) {
        return Json.object().put("TopicArn", topic.arn);
    }

    private JsonNode create(ObjectNode input) {
        return summary(sns.create(input.path("Name").asText(), Json.map(input.path("Attributes"))));
    }

    private JsonNode attributes(ObjectNode input) {
        return Json.object().set("Attributes", sns.topic(topicArn(input)).attributes());
    }

    static void set(BiConsumer<String, String> attributes, ObjectNode input) {
        attributes.accept(
                input.path("AttributeName").asText(),
                input.path("AttributeValue").asText());
    }

    /** A hundred items, and the token for those after them. */
    static <T> JsonNode page(String member, Collection<T> all, ObjectNode input, Function<T, JsonNode> shown) {
        return Page.of(all, input.path("NextToken"), PAGE, Sns.invalid("NextToken"))
                .json(member, shown);
    }

    private JsonNode publish(Caller caller, ObjectNode input) {
        if (!input.has("TopicArn") && !input.has("TargetArn")) {
            throw Sns.invalid("TopicArn or TargetArn Reason: no value for required parameter");
        }
        if (topicArn(input).contains(":endpoint/")) {
            throw Sns.invalid("TargetArn Reason: No endpoint found for the target arn specified");
        }
        Topic topic = sns.topic(topicArn(input));
        Message message = Message.of(topic.arn, input, caller.traceHeader());
        sns.publish(topic, message, caller.arn(), caller.causes());
        return Json.object().put("MessageId", message.id());
    }

    private JsonNode publishBatch(Caller caller, ObjectNode input) {
        Topic topic = sns.topic(topicArn(input));
        JsonNode entries = input.path("PublishBatchRequestEntries");
        checkBatch(entries);
        Map<String, Message> messages = new LinkedHashMap<>();
        entries.forEach(
                entry -> messages.put(entry.path("Id").asText(), Message.of(topic.arn, entry, caller.traceHeader())));
        messages.values().forEach(message -> sns.publish(topic, message, caller.arn(), caller.causes()));
        ArrayNode successful = Json.list(
                messages.entrySet(),
                one -> Json.object()
                        .put("Id", one.getKey())
                        .put("MessageId", one.getValue().id()));
        return Json.object().<ObjectNode>set("Successful", successful).set("Failed", Json.array());
    }

    private static void checkBatch(JsonNode entries) {
        AwsError.refuse(entries.isEmpty(), "EmptyBatchRequest", "The batch request doesn't contain any entries.");
        if (entries.size() > MAX_ENTRIES) {
            throw AwsError.of(
                    "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }
        Set<String> ids = new HashSet<>();
        int bytes = 0;
        for (JsonNode entry : entries) {
            String id = entry.path("Id").asText();
            String its = "The Id of a batch entry in the batch request ";
            AwsError.refuse(id.length() > 80, "InvalidBatchEntryId", its + "is too long: " + id);
            if (!id.matches("[A-Za-z0-9_-]+")) {
                throw AwsError.of("InvalidBatchEntryId", its + "contains an impermissible character: " + id);
            }
            if (!ids.add(id)) {
                throw AwsError.of(
                        "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
            }
            bytes += Attribute.bytes(entry, "Message");
        }
        if (bytes > Message.MAX_BYTES) {
            throw AwsError.of(
                    "BatchRequestTooLong", "The length of all the messages put together is more than the limit.");
        }
    }
}
