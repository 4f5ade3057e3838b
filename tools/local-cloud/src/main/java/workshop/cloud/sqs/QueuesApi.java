package workshop.cloud.sqs;

import static workshop.cloud.ResourceType.TAGS;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.json;
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
import workshop.cloud.Options;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations on queues. */
record QueuesApi(Sqs sqs) {
    private static final String ATTRIBUTES = "Attributes";
    private static final String SOURCE = "SourceArn";
    private static final Member NAME = optional("QueueName", text());
    private static final Member SET = optional(ATTRIBUTES, map(text()));
    private static final Member MAX_RESULTS = optional("MaxResults", whole());
    private static final Members PAGE = Members.of(MAX_RESULTS, optional("NextToken", text()));
    static final Member URL = optional("QueueUrl", text());
    private static final int MAX_LISTED = 1000;

    static Operations of(Sqs sqs, Operations operations) {
        QueuesApi api = new QueuesApi(sqs);
        MoveTasks moves = new MoveTasks(sqs);
        Members move = Members.of(optional(SOURCE, text()));
        Members start = move.and(optional("DestinationArn", text()), optional("MaxNumberOfMessagesPerSecond", whole()));
        Members queue = Members.of(URL);
        return operations
                .about(sqs::arn)
                .run("DeleteQueue", queue, input -> sqs.delete(sqs.queue(input)))
                .run("PurgeQueue", queue, input -> sqs.queue(input).purge())
                .run("SetQueueAttributes", Members.of(URL, SET), api::set)
                .on("GetQueueAttributes", Members.of(URL, optional("AttributeNames", list(text()))), api::attributes)
                .on("ListDeadLetterSourceQueues", PAGE.and(URL), api::sources)
                .run("TagQueue", Members.of(URL, optional("Tags", map(text()))), api::tag)
                .run("UntagQueue", Members.of(URL, optional("TagKeys", list(text()))), api::untag)
                .on("ListQueueTags", queue, input -> Json.object().set("Tags", Json.orNull(sqs.queue(input).tags)))
                .about(input -> sqs.arn(SqsError.required(input, "QueueName")))
                .on("CreateQueue", Members.of(NAME, SET, optional("tags", map(text()))), api::create)
                .on("GetQueueUrl", Members.of(NAME, optional("QueueOwnerAWSAccountId", text())), api::url)
                .about(input -> SqsError.required(input, SOURCE))
                .on("StartMessageMoveTask", start, moves::start)
                .on("ListMessageMoveTasks", move.and(MAX_RESULTS), moves::list)
                .about(input -> MoveTasks.handle(input).path("sourceArn").asText())
                .on("CancelMessageMoveTask", Members.of(optional("TaskHandle", text())), moves::cancel)
                .aboutAll()
                .on("ListQueues", PAGE.and(optional("QueueNamePrefix", text())), api::queues);
    }

    /** {@code Ref} gives its URL. */
    static ResourceType type(Sqs sqs) {
        Shape redrive =
                Members.of(required("deadLetterTargetArn", text(1, 1024)), required("maxReceiveCount", whole(1, 1000)));
        Members properties = QueueSettings.VALUES
                .and(
                        optional("RedrivePolicy", json(redrive)),
                        optional("RedriveAllowPolicy", json()),
                        optional("QueueName", text(1, 80, "[a-zA-Z0-9_-]+(\\.fifo)?"))
                                .naming(),
                        optional("Tags", TAGS.shape()))
                .returning("Arn", "QueueUrl");
        return new ResourceType("AWS::SQS::Queue", properties)
                .existsIf((name, given) -> sqs.find(name).isPresent())
                .creates(declaration -> {
                    Map<String, String> attributes = attributes(declaration);
                    String ending = "true".equals(attributes.get(QueueSettings.FIFO)) ? ".fifo" : "";
                    String generated = declaration.generatedName() + ending;
                    String name = declaration.properties().path("QueueName").asText(generated);
                    Queue queue = sqs.create(name, attributes, tags(declaration.properties()));
                    String url = sqs.url(queue);
                    return new Physical(url, Map.of("Arn", queue.arn, "QueueName", name, "QueueUrl", url));
                })
                .updates((declaration, existing) -> {
                    Queue queue = sqs.queue(existing.ref());
                    sqs.set(queue, queue.settings.updatedBy(attributes(declaration)));
                    queue.retag(tags(declaration.before()).keySet(), tags(declaration.properties()));
                })
                .deletes(existing -> sqs.find(existing.ref()).ifPresent(sqs::delete));
    }

    private static Map<String, String> attributes(Declaration declaration) {
        return Json.map(declaration.properties().deepCopy().retain(QueueSettings.names()));
    }

    private static Map<String, String> tags(JsonNode properties) {
        return Json.pairs(properties.path("Tags"), "Key", "Value");
    }

    private JsonNode create(Caller caller, ObjectNode input) {
        String name = input.path("QueueName").asText();
        if (input.has("tags")) {
            sqs.authorize(caller, "sqs:TagQueue", sqs.arn(name));
        }
        Queue queue = sqs.create(name, Json.map(input.path(ATTRIBUTES)), Json.map(input.path("tags")));
        return Json.object().put("QueueUrl", sqs.url(queue));
    }

    private JsonNode url(ObjectNode input) {
        Queue queue = sqs.queue(input.path("QueueName").asText());
        if (!input.path("QueueOwnerAWSAccountId").asText(Options.ACCOUNT_ID).equals(Options.ACCOUNT_ID)) {
            throw AwsError.of("QueueDoesNotExist", "The specified queue does not exist.");
        }
        return Json.object().put("QueueUrl", sqs.url(queue));
    }

    private JsonNode queues(ObjectNode input) {
        String prefix = input.path("QueueNamePrefix").asText();
        List<Queue> asked = sqs.queues.values().stream()
                .filter(queue -> queue.name().startsWith(prefix))
                .toList();
        JsonNode page = page("QueueUrls", asked, input);
        return asked.isEmpty() ? Json.object() : page;
    }

    /**
     * No token without {@code MaxResults}.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html">NextToken</a>
     */
    private JsonNode page(String member, List<Queue> queues, ObjectNode input) {
        int most = SqsError.number(
                input, "MaxResults", MAX_LISTED, 1, MAX_LISTED, "MaxResults must be an integer between 1 and 1000.");
        AwsError invalid = SqsError.invalid("Invalid or expired next token.");
        ObjectNode page = Page.of(queues, input.path("NextToken"), most, invalid)
                .json(member, queue -> TextNode.valueOf(sqs.url(queue)));
        return input.has("MaxResults") ? page : page.without(List.of("NextToken"));
    }

    private JsonNode sources(ObjectNode input) {
        return page("queueUrls", sqs.sourcesOf(sqs.queue(input).arn), input);
    }

    private JsonNode attributes(ObjectNode input) {
        Map<String, String> all = sqs.queue(input).attributes();
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
        return Json.object().set(ATTRIBUTES, Json.orNull(attributes));
    }

    private static JsonNode given(ObjectNode input, String name) {
        SqsError.require(input.hasNonNull(name), name.equals(ATTRIBUTES) ? "Attribute.Name" : name);
        return input.get(name);
    }

    private void set(ObjectNode input) {
        Queue queue = sqs.queue(input);
        sqs.set(queue, queue.settings.with(Json.map(given(input, ATTRIBUTES))));
    }

    private void tag(ObjectNode input) {
        Queue queue = sqs.queue(input);
        SqsError.require(!input.path("Tags").isEmpty(), "Tags");
        queue.retag(List.of(), Json.map(input.path("Tags")));
    }

    private void untag(ObjectNode input) {
        Queue queue = sqs.queue(input);
        List<String> keys = Json.texts(given(input, "TagKeys"));
        queue.retag(keys.isEmpty() ? List.of("") : keys, Map.of()); // which is too short
    }
}
