package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::SQS::Queue}: {@code Ref} gives its URL. */
public record QueueType(Sqs sqs) implements ResourceType {
    private static final Members REDRIVE =
            Members.of(required("deadLetterTargetArn", text(1, 1024)), required("maxReceiveCount", whole(1, 1000)));

    public static final Members PROPERTIES = QueueSettings.VALUES
            .and(
                    optional("RedrivePolicy", json(REDRIVE)),
                    optional("RedriveAllowPolicy", json()),
                    optional("QueueName", text(1, 80, "[a-zA-Z0-9_-]+(\\.fifo)?"))
                            .naming(),
                    optional("FifoQueue", flag()).replacing(),
                    optional("Tags", TAGS.shape()),
                    withoutEffect("SqsManagedSseEnabled", flag()),
                    withoutEffect("KmsMasterKeyId", text(0, 2048)),
                    withoutEffect("KmsDataKeyReusePeriodSeconds", whole(60, 86_400)),
                    withoutEffect("FifoThroughputLimit", oneOf("perQueue", "perMessageGroupId")))
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
                                    .anyMatch(queue::has))
            .returning("Arn", "QueueUrl");

    @Override
    public boolean exists(ObjectNode properties) {
        return sqs.find(properties.path("QueueName").asText()).isPresent();
    }

    @Override
    public Physical create(Declaration declaration) {
        boolean fifo = declaration.properties().path(QueueSettings.FIFO).asBoolean();
        String generated = declaration.generatedName() + (fifo ? ".fifo" : "");
        String name = declaration.properties().path("QueueName").asText(generated);
        Queue queue = sqs.create(name, attributes(declaration), tags(declaration));
        String url = sqs.url(queue);
        return new Physical(url, Map.of("Arn", queue.arn, "QueueName", name, "QueueUrl", url));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        Queue queue = sqs.queue(existing.ref());
        sqs.set(queue, queue.settings().replacedBy(attributes(declaration)));
        queue.tag(tags(declaration));
        return existing;
    }

    private static Map<String, String> attributes(Declaration declaration) {
        Map<String, String> attributes = new TreeMap<>();
        for (String name : QueueSettings.names()) {
            JsonNode value = declaration.properties().path(name);
            if (!value.isMissingNode() && !(name.equals(QueueSettings.FIFO) && !value.asBoolean())) {
                attributes.put(name, value.isContainerNode() ? Json.write(value) : value.asText());
            }
        }
        return attributes;
    }

    private static Map<String, String> tags(Declaration declaration) {
        Map<String, String> tags = new TreeMap<>();
        declaration
                .properties()
                .path("Tags")
                .forEach(tag ->
                        tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return tags;
    }

    @Override
    public void delete(Physical existing) {
        sqs.find(existing.ref()).ifPresent(sqs::delete);
    }
}
