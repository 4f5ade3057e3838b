package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    private static final Members PROPERTIES = Members.of(
            optional("DelaySeconds", ANY),
            optional("VisibilityTimeout", ANY),
            optional("ReceiveMessageWaitTimeSeconds", ANY),
            optional("MaximumMessageSize", ANY),
            optional("RedrivePolicy", ANY),
            optional("ContentBasedDeduplication", ANY),
            optional("QueueName", ANY).replacing(),
            optional("FifoQueue", ANY).replacing(),
            optional("Tags", ANY).withoutEffect(),
            optional("MessageRetentionPeriod", ANY).withoutEffect(),
            optional("SqsManagedSseEnabled", ANY).withoutEffect(),
            optional("KmsMasterKeyId", ANY).withoutEffect(),
            optional("KmsDataKeyReusePeriodSeconds", ANY).withoutEffect(),
            optional("RedriveAllowPolicy", ANY).withoutEffect(),
            optional("DeduplicationScope", ANY).withoutEffect(),
            optional("FifoThroughputLimit", ANY).withoutEffect());

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
