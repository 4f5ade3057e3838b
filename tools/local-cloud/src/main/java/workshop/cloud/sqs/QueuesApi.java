package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** The operations on queues. */
final class QueuesApi {
    private static final String ATTRIBUTES = "Attributes";
    private static final Member QUEUE = optional("QueueUrl", text());
    private static final Member MAX_RESULTS = optional("MaxResults", whole());
    private static final Member NEXT = optional("NextToken", text());
    private static final Members ONE_QUEUE = Members.of(QUEUE);
    private static final int MAX_LISTED = 1000;
    private static final int MAX_TAGS = 50;

    private final Sqs sqs;

    private QueuesApi(Sqs sqs) {
        this.sqs = sqs;
    }

    static Operations of(Sqs sqs, Operations operations) {
        QueuesApi api = new QueuesApi(sqs);
        MoveTasks moves = new MoveTasks(sqs);
        return operations
                .on(
                        "CreateQueue",
                        Members.of(
                                optional("QueueName", text()),
                                optional(ATTRIBUTES, map(text())),
                                optional("tags", map(text()))),
                        api::arnOfName,
                        (caller, input) -> api.create(input))
                .on("DeleteQueue", ONE_QUEUE, api::arn, (caller, input) -> {
                    sqs.delete(api.queue(input));
                    return Json.object();
                })
                .on(
                        "GetQueueUrl",
                        Members.of(optional("QueueName", text()), optional("QueueOwnerAWSAccountId", text())),
                        api::arnOfName,
                        (caller, input) -> api.url(input))
                .on(
                        "ListQueues",
                        Members.of(optional("QueueNamePrefix", text()), MAX_RESULTS, NEXT),
                        (caller, input) -> api.queues(input))
                .on(
                        "ListDeadLetterSourceQueues",
                        Members.of(QUEUE, MAX_RESULTS, NEXT),
                        api::arn,
                        (caller, input) -> api.page(
                                "queueUrls", sqs.sourcesOf(api.queue(input).arn()), input))
                .on(
                        "GetQueueAttributes",
                        Members.of(QUEUE, optional("AttributeNames", list(text()))),
                        api::arn,
                        (caller, input) -> api.attributes(input))
                .on(
                        "SetQueueAttributes",
                        Members.of(QUEUE, optional(ATTRIBUTES, map(text()))),
                        api::arn,
                        (caller, input) -> api.setAttributes(input))
                .on("PurgeQueue", ONE_QUEUE, api::arn, (caller, input) -> {
                    api.queue(input).purge();
                    return Json.object();
                })
                .on(
                        "TagQueue",
                        Members.of(QUEUE, optional("Tags", map(text()))),
                        api::arn,
                        (caller, input) -> api.tag(input))
                .on(
                        "UntagQueue",
                        Members.of(QUEUE, optional("TagKeys", list(text()))),
                        api::arn,
                        (caller, input) -> api.untag(input))
                .on("ListQueueTags", ONE_QUEUE, api::arn, (caller, input) -> api.tags(input))
                .on(
                        "StartMessageMoveTask",
                        Members.of(
                                optional("SourceArn", text()),
                                optional("DestinationArn", text()),
                                optional("MaxNumberOfMessagesPerSecond", whole())),
                        input -> SqsError.required(input, "SourceArn"),
                        (caller, input) -> moves.start(input))
                .on(
                        "ListMessageMoveTasks",
                        Members.of(optional("SourceArn", text()), MAX_RESULTS),
                        input -> SqsError.required(input, "SourceArn"),
                        (caller, input) -> moves.list(input))
                .on(
                        "CancelMessageMoveTask",
                        Members.of(optional("TaskHandle", text())),
                        MoveTasks::sourceOf,
                        (caller, input) -> moves.cancel(input));
    }

    private String arnOfName(ObjectNode input) {
        return sqs.arn(SqsError.required(input, "QueueName"));
    }

    private String arn(ObjectNode input) {
        return sqs.arn(SqsError.required(input, "QueueUrl").replaceFirst("^.*/", ""));
    }

    private Queue queue(ObjectNode input) {
        return sqs.queue(SqsError.required(input, "QueueUrl"));
    }

    private JsonNode create(ObjectNode input) {
        Queue queue =
                sqs.create(input.path("QueueName").asText(), texts(input.path(ATTRIBUTES)), texts(input.path("tags")));
        return Json.object().put("QueueUrl", sqs.url(queue));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private JsonNode url(ObjectNode input) {
        Queue queue = sqs.queue(input.path("QueueName").asText());
        if (!input.path("QueueOwnerAWSAccountId").asText(sqs.account()).equals(sqs.account())) {
            throw new AwsError(400, "QueueDoesNotExist", "The specified queue does not exist.");
        }
        return Json.object().put("QueueUrl", sqs.url(queue));
    }

    private JsonNode queues(ObjectNode input) {
        String prefix = input.path("QueueNamePrefix").asText();
        return page(
                "QueueUrls",
                sqs.queues().stream()
                        .filter(queue -> queue.name().startsWith(prefix))
                        .toList(),
                input);
    }

    /** A page of queues; its token is the name of the last one. */
    private JsonNode page(String member, List<Queue> queues, ObjectNode input) {
        int most = SqsError.number(
                input, "MaxResults", MAX_LISTED, 1, MAX_LISTED, "MaxResults must be an integer between 1 and 1000.");
        String last = input.path("NextToken").asText();
        List<Queue> rest = queues.stream()
                .filter(queue -> queue.name().compareTo(last) > 0)
                .toList();
        ObjectNode answer = Json.object();
        if (!rest.isEmpty()) {
            ArrayNode urls = answer.putArray(member);
            rest.stream().limit(most).forEach(queue -> urls.add(sqs.url(queue)));
        }
        if (rest.size() > most && input.has("MaxResults")) {
            answer.put("NextToken", rest.get(most - 1).name());
        }
        return answer;
    }

    private JsonNode attributes(ObjectNode input) {
        Map<String, String> all = queue(input).attributes();
        ObjectNode attributes = Json.object();
        for (String name : MessagesApi.texts(input.path("AttributeNames"))) {
            if (name.equals("All")) {
                all.forEach(attributes::put);
            } else if (all.containsKey(name)) {
                attributes.put(name, all.get(name));
            } else if (!QueueSettings.names().contains(name)) {
                throw SqsError.unknownAttribute(name);
            }
        }
        return attributes.isEmpty() ? Json.object() : Json.object().set(ATTRIBUTES, attributes);
    }

    private JsonNode setAttributes(ObjectNode input) {
        Queue queue = queue(input);
        if (!input.has(ATTRIBUTES)) {
            throw SqsError.missing("Attribute.Name");
        }
        sqs.set(queue, queue.settings().with(texts(input.path(ATTRIBUTES))));
        return Json.object();
    }

    private JsonNode tag(ObjectNode input) {
        Queue queue = queue(input);
        if (input.path("Tags").isEmpty()) {
            throw SqsError.missing("Tags");
        }
        Map<String, String> tags = new TreeMap<>(queue.tags());
        tags.putAll(texts(input.path("Tags")));
        if (tags.size() > MAX_TAGS) {
            throw SqsError.invalid("Too many tags added for queue " + queue.name() + ".");
        }
        queue.tag(tags);
        return Json.object();
    }

    private JsonNode untag(ObjectNode input) {
        queue(input).untag(MessagesApi.texts(input.path("TagKeys")));
        return Json.object();
    }

    private JsonNode tags(ObjectNode input) {
        Map<String, String> tags = queue(input).tags();
        return tags.isEmpty() ? Json.object() : Json.object().set("Tags", Json.MAPPER.valueToTree(tags));
    }
}
