package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::SQS::Queue}: {@code Ref} gives its URL. */
public record QueueType(Sqs sqs) implements ResourceType {
    /** What SetQueueAttributes calls the same, with AWS's defaults for what a template takes away. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "DelaySeconds", "0",
            "VisibilityTimeout", "30",
            "ReceiveMessageWaitTimeSeconds", "0",
            "MaximumMessageSize", "1048576",
            "RedrivePolicy", "",
            "ContentBasedDeduplication", "false");

    private static final Members REDRIVE =
            Members.of(required("deadLetterTargetArn", text(1, 1024)), required("maxReceiveCount", whole(1, 1000)));

    private static final Members PROPERTIES = Members.of(
                    optional("DelaySeconds", whole(0, 900)),
                    optional("VisibilityTimeout", whole(0, 43_200)),
                    optional("ReceiveMessageWaitTimeSeconds", whole(0, 20)),
                    optional("MaximumMessageSize", whole(1024, 1_048_576)),
                    optional("RedrivePolicy", json(REDRIVE)),
                    optional("ContentBasedDeduplication", flag()),
                    optional("QueueName", text(1, 80, "[a-zA-Z0-9_-]+(\\.fifo)?"))
                            .replacing(),
                    optional("FifoQueue", flag()).replacing(),
                    TAGS,
                    optional("MessageRetentionPeriod", whole(60, 1_209_600)).withoutEffect(),
                    optional("SqsManagedSseEnabled", flag()).withoutEffect(),
                    optional("KmsMasterKeyId", text(0, 2048)).withoutEffect(),
                    optional("KmsDataKeyReusePeriodSeconds", whole(60, 86_400)).withoutEffect(),
                    optional("RedriveAllowPolicy", json()).withoutEffect(),
                    optional("DeduplicationScope", oneOf("messageGroup", "queue"))
                            .withoutEffect(),
                    optional("FifoThroughputLimit", oneOf("perQueue", "perMessageGroupId"))
                            .withoutEffect())
            .refuse(
                    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must"
                            + " end with .fifo suffix and be 1 to 80 in length.",
                    queue -> queue.path("QueueName").isTextual()
                            && queue.path("FifoQueue").asBoolean()
                                    != queue.path("QueueName").asText().endsWith(".fifo"))
            .refuse(
                    "ContentBasedDeduplication, DeduplicationScope and FifoThroughputLimit are for FIFO queues only",
                    queue -> !queue.path("FifoQueue")
                                    .asBoolean(queue.path("FifoQueue").isObject())
                            && Stream.of("ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")
                                    .anyMatch(queue::has));

    @Override
    public String name() {
        return "AWS::SQS::Queue";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        boolean fifo = properties.path("FifoQueue").asBoolean();
        String name = properties.path("QueueName").asText(declaration.generatedName() + (fifo ? ".fifo" : ""));
        ObjectNode attributes = attributes(properties, false);
        if (fifo) {
            attributes.put("FifoQueue", "true");
        }
        sqs.create(name, attributes, Json.object());
        return new Physical(
                sqs.url(name), Map.of("Arn", sqs.queue(name).arn(), "QueueName", name, "QueueUrl", sqs.url(name)));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        ObjectNode input = Json.object().put("QueueUrl", existing.ref());
        input.set("Attributes", attributes(declaration.properties(), true));
        sqs.setAttributes(input);
        return existing;
    }

    private static ObjectNode attributes(ObjectNode properties, boolean withDefaults) {
        ObjectNode attributes = Json.object();
        Set<String> names = new TreeSet<>(ATTRIBUTES.keySet());
        names.addAll(Queue.kept());
        for (String name : names) {
            JsonNode value = properties.get(name);
            if (value != null) {
                attributes.put(name, value.isContainerNode() ? Json.write(value) : value.asText());
            } else if (withDefaults && isReset(name, properties)) {
                attributes.put(name, ATTRIBUTES.get(name));
            }
        }
        return attributes;
    }

    private static boolean isReset(String name, ObjectNode properties) {
        return ATTRIBUTES.containsKey(name)
                && (!name.equals("ContentBasedDeduplication")
                        || properties.path("FifoQueue").asBoolean());
    }

    @Override
    public void delete(Physical existing) {
        sqs.delete(existing.attributes().get("QueueName"));
    }
}
