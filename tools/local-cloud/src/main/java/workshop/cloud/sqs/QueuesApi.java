package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** The operations on queues. */
final class QueuesApi {
    private static final String ATTRIBUTES = "Attributes";
    private static final String SOURCE = "SourceArn";
    private static final Member NAME = optional("QueueName", text());
    private static final Member SET = optional(ATTRIBUTES, map(text()));
    private static final Member MAX_RESULTS = optional("MaxResults", whole());
    private static final Members PAGE = Members.of(MAX_RESULTS, optional("NextToken", text()));
    private static final int MAX_LISTED = 1000;

    private final Sqs sqs;

    private QueuesApi(Sqs sqs) {
        this.sqs = sqs;
    }

    static Operations of(Sqs sqs, Operations operations) {
        QueuesApi api = new QueuesApi(sqs);
        MoveTasks moves = new MoveTasks(sqs);
        Members move = Members.of(optional(SOURCE, text()));
        new QueueOperations(sqs, operations)
                .run("DeleteQueue", Members.NONE, (queue, input) -> sqs.delete(queue))
                .run("PurgeQueue", Members.NONE, (queue, input) -> queue.purge())
                .run("SetQueueAttributes", Members.of(SET), api::set)
                .answer("GetQueueAttributes", Members.of(optional("AttributeNames", list(text()))), api::attributes)
                .answer(
                        "ListDeadLetterSourceQueues",
                        PAGE,
                        (queue, input) -> api.page("queueUrls", sqs.sourcesOf(queue.arn), input))
                .run("TagQueue", Members.of(optional("Tags", map(text()))), api::tag)
                .run(
                        "UntagQueue",
                        Members.of(optional("TagKeys", list(text()))),
                        (queue, input) -> queue.untag(Json.texts(input.path("TagKeys"))))
                .answer("ListQueueTags", Members.NONE, (queue, input) -> api.tags(queue));
        return operations
                .on("CreateQueue", Members.of(NAME, SET, optional("tags", map(text()))), api::arn, api::create)
                .on("GetQueueUrl", Members.of(NAME, optional("QueueOwnerAWSAccountId", text())), api::arn, api::url)
                .on("ListQueues", PAGE.and(optional("QueueNamePrefix", text())), api::queues)
                .on(
                        "StartMessageMoveTask",
                        move.and(optional("DestinationArn", text()), optional("MaxNumberOfMessagesPerSecond", whole())),
                        input -> SqsError.required(input, SOURCE),
                        moves::start)
                .on(
                        "ListMessageMoveTasks",
                        move.and(MAX_RESULTS),
                        input -> SqsError.required(input, SOURCE),
                        moves::list)
                .on(
                        "CancelMessageMoveTask",
                        Members.of(optional("TaskHandle", text())),
                        MoveTasks::sourceOf,
                        moves::cancel);
    }

    private String arn(ObjectNode input) {
        return sqs.arn(SqsError.required(input, "QueueName"));
    }

    private JsonNode create(ObjectNode input) {
        Queue queue = sqs.create(
                input.path("QueueName").asText(), Json.map(input.path(ATTRIBUTES)), Json.map(input.path("tags")));
        return Json.object().put("QueueUrl", sqs.url(queue));
    }

    private JsonNode url(ObjectNode input) {
        Queue queue = sqs.queue(input.path("QueueName").asText());
        if (!input.path("QueueOwnerAWSAccountId").asText(sqs.account()).equals(sqs.account())) {
            throw AwsError.of("QueueDoesNotExist", "The specified queue does not exist.");
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

    private JsonNode page(String member, List<Queue> queues, ObjectNode input) {
        int most = SqsError.number(
                input, "MaxResults", MAX_LISTED, 1, MAX_LISTED, "MaxResults must be an integer between 1 and 1000.");
        AwsError invalid = SqsError.invalid("Invalid or expired next token.");
        return queues.isEmpty()
                ? Json.object()
                : Page.of(queues, input.path("NextToken"), most, invalid)
                        .json(member, queue -> TextNode.valueOf(sqs.url(queue)));
    }

    private JsonNode attributes(Queue queue, ObjectNode input) {
        Map<String, String> all = queue.attributes();
        ObjectNode attributes = Json.object();
        for (String name : Json.texts(input.path("AttributeNames"))) {
            if (name.equals("All")) {
                all.forEach(attributes::put);
            } else if (all.containsKey(name)) {
                attributes.put(name, all.get(name));
            } else if (!QueueSettings.names().contains(name)) {
                throw SqsError.unknownAttribute(name);
            }
        }
        return attributes.isEmpty() ? attributes : Json.object().set(ATTRIBUTES, attributes);
    }

    private void set(Queue queue, ObjectNode input) {
        if (!input.has(ATTRIBUTES)) {
            throw SqsError.missing("Attribute.Name");
        }
        sqs.set(queue, queue.settings().with(Json.map(input.path(ATTRIBUTES))));
    }

    private void tag(Queue queue, ObjectNode input) {
        if (input.path("Tags").isEmpty()) {
            throw SqsError.missing("Tags");
        }
        queue.tag(Json.map(input.path("Tags")));
    }

    private JsonNode tags(Queue queue) {
        Map<String, String> tags = queue.tags();
        return tags.isEmpty() ? Json.object() : Json.object().set("Tags", Json.MAPPER.valueToTree(tags));
    }
}
