package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Names;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Target;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.trace.Trace;

/**
 * SQS on the wire: who may do what with which queue.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html">API</a>
 */
public final class Sqs implements Service, Target, AutoCloseable {
    private static final Set<String> OPERATIONS = Set.of(
            "CreateQueue",
            "DeleteQueue",
            "GetQueueUrl",
            "ListQueues",
            "ListDeadLetterSourceQueues",
            "GetQueueAttributes",
            "SetQueueAttributes",
            "PurgeQueue",
            "SendMessage",
            "SendMessageBatch",
            "ReceiveMessage",
            "DeleteMessage",
            "DeleteMessageBatch",
            "ChangeMessageVisibility",
            "ChangeMessageVisibilityBatch",
            "TagQueue",
            "UntagQueue",
            "ListQueueTags",
            "StartMessageMoveTask",
            "ListMessageMoveTasks",
            "CancelMessageMoveTask");

    private static final int MAX_BATCH = 1 << 20;

    private final Names names;
    private final Iam iam;
    private final Faults faults;
    private final Trace trace;
    private final IntSupplier port;
    private final Engine engine;
    private final Map<String, Queue> queues = new ConcurrentSkipListMap<>();

    /** @param port where the account listens, known only once it does */
    public Sqs(Names names, Iam iam, Faults faults, Trace trace, IntSupplier port) {
        this.names = names;
        this.iam = iam;
        this.faults = faults;
        this.trace = trace;
        this.port = port;
        this.engine = new Engine(names);
    }

    @Override
    public Map<String, String> actions() {
        return OPERATIONS.stream().collect(Collectors.toMap(Function.identity(), Sqs::action));
    }

    private static String action(String operation) {
        return "sqs:" + operation.replaceFirst("Batch$", "");
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String target = request.header("X-Amz-Target").orElse("");
        String operation = target.substring(target.indexOf('.') + 1);
        try {
            if (!OPERATIONS.contains(operation)) {
                throw operation.isEmpty()
                        ? AwsError.notHere("SQS's older query protocol; any AWS SDK since November 2023 speaks JSON")
                        : AwsError.notHere(
                                "the operation sqs:" + operation + " (it has " + new TreeSet<>(OPERATIONS) + ")");
            }
            ObjectNode input = (ObjectNode) Json.read(request.body().length == 0 ? "{}" : request.text());
            Queue queue = queues.get(queueName(input));
            String arn = operation.equals("ListQueues") ? "*" : names.arn("sqs", queueName(input));
            iam.authorize(caller, action(operation), arn, queue == null ? List.of() : queue.policies());
            JsonNode answer = faults.around("sqs", operation, caller, () -> call(operation, input));
            if (operation.startsWith("SendMessage")) {
                trace.hop("sqs:" + operation, caller.arn(), arn, "ok", request.text());
            }
            return reply(200, answer);
        } catch (AwsError e) {
            return failure(e);
        } catch (UncheckedIOException | ClassCastException e) {
            return failure(new AwsError(400, "SerializationException", "The request body is no JSON object."));
        }
    }

    /** The queue that a request is about, by its name, its URL or its ARN. */
    private static String queueName(ObjectNode input) {
        String named = input.path("QueueName").asText(input.path("QueueUrl").asText());
        String arn = input.path("SourceArn").asText("");
        return named.isEmpty() && !arn.isEmpty() ? Arn.parse(arn).name() : named.substring(named.lastIndexOf('/') + 1);
    }

    private JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "CreateQueue" -> create(input);
            case "DeleteQueue" -> {
                engineCall(operation, input);
                queues.remove(queueName(input));
                yield Json.object();
            }
            case "SetQueueAttributes" -> {
                setAttributes(input);
                yield Json.object();
            }
            case "GetQueueAttributes" -> attributes(input);
            case "GetQueueUrl" -> {
                engineCall(operation, input);
                yield Json.object().put("QueueUrl", url(queueName(input)));
            }
            case "ListQueues" -> withUrls(engineCall(operation, input), "QueueUrls");
            case "ListDeadLetterSourceQueues" -> withUrls(engineCall(operation, input), "queueUrls");
            case "SendMessage" -> {
                checkSize(input);
                yield engineCall(operation, input);
            }
            case "SendMessageBatch" -> {
                checkBatch(input);
                yield engineCall(operation, input);
            }
            case "ReceiveMessage" -> {
                ObjectNode answer = engineCall(operation, input);
                yield answer.path("Messages").isEmpty() ? Json.object() : answer;
            }
            default -> engineCall(operation, input);
        };
    }

    private JsonNode create(ObjectNode input) {
        String name = queueName(input);
        ObjectNode attributes =
                input.path("Attributes") instanceof ObjectNode given ? given : input.putObject("Attributes");
        create(name, attributes, input.path("tags"));
        return Json.object().put("QueueUrl", url(name));
    }

    /** Creates a queue, or finds it if there is one with these attributes. */
    synchronized void create(String name, ObjectNode attributes, JsonNode tags) {
        Map<String, String> kept = Queue.keep(attributes);
        Queue existing = queues.get(name);
        if (existing != null && !existing.has(kept)) {
            throw new AwsError(
                    400,
                    "QueueNameExists",
                    "A queue already exists with the same name and a different value for attribute(s) "
                            + kept.keySet());
        }
        ObjectNode input = Json.object().put("QueueName", name);
        input.set("Attributes", attributes);
        if (tags.isObject()) {
            input.set("tags", tags);
        }
        Queue queue = existing == null ? new Queue(name, names.arn("sqs", name), kept) : existing;
        engineCall("CreateQueue", input);
        queues.put(name, queue);
    }

    void delete(String name) {
        if (queues.remove(name) != null) {
            engineCall("DeleteQueue", Json.object().put("QueueUrl", url(name)));
        }
    }

    void setAttributes(ObjectNode input) {
        Queue queue = queue(queueName(input));
        ObjectNode attributes = (ObjectNode) input.path("Attributes");
        Map<String, String> kept = Queue.keep(attributes);
        checkUnchangeable(queue, attributes, "RedrivePolicy", "");
        checkUnchangeable(queue, attributes, "ContentBasedDeduplication", null);
        if (!attributes.isEmpty()) {
            engineCall("SetQueueAttributes", input);
        }
        queue.set(kept);
    }

    /** ElasticMQ can't set this attribute (to this value, unless null): fine if the queue has it so already. */
    private void checkUnchangeable(Queue queue, ObjectNode attributes, String name, String value) {
        if (!attributes.has(name)
                || value != null && !attributes.get(name).asText().equals(value)) {
            return;
        }
        String wanted = attributes.remove(name).asText();
        ObjectNode input = Json.object().put("QueueUrl", url(queue.name()));
        input.putArray("AttributeNames").add("All");
        String now = engineCall("GetQueueAttributes", input)
                .path("Attributes")
                .path(name)
                .asText("");
        if (!now.equals(wanted) && !(now.isEmpty() && wanted.equals("false"))) {
            throw AwsError.notHere("a way to change the " + name + " of the queue " + queue.name() + " to \"" + wanted
                    + "\"; delete the queue and create it anew");
        }
    }

    private JsonNode attributes(ObjectNode input) {
        Queue queue = queue(queueName(input));
        ArrayNode ofEngine = Json.array();
        ObjectNode attributes = Json.object();
        for (JsonNode wanted : input.path("AttributeNames")) {
            if (wanted.asText().equals("All")) {
                queue.attributes().forEach(attributes::put);
            }
            if (queue.attributes().containsKey(wanted.asText())) {
                attributes.put(wanted.asText(), queue.attributes().get(wanted.asText()));
            } else if (!Queue.kept().contains(wanted.asText())) {
                ofEngine.add(wanted);
            }
        }
        if (!ofEngine.isEmpty()) {
            input.set("AttributeNames", ofEngine);
            attributes.setAll(
                    (ObjectNode) engineCall("GetQueueAttributes", input).path("Attributes"));
        }
        return Json.object().set("Attributes", attributes);
    }

    private void checkSize(ObjectNode input) {
        int most = queue(queueName(input)).maximumMessageSize();
        if (size(input) > most) {
            throw new AwsError(
                    400,
                    "InvalidParameterValue",
                    "One or more parameters are invalid. Reason: Message must be shorter than " + most + " bytes.");
        }
    }

    private static int size(JsonNode message) {
        return message.path("MessageBody").asText().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkBatch(ObjectNode input) {
        int size = 0;
        for (JsonNode entry : input.path("Entries")) {
            size += size(entry);
        }
        if (size > MAX_BATCH) {
            throw new AwsError(
                    400,
                    "BatchRequestTooLong",
                    "Batch requests cannot be longer than " + MAX_BATCH + " bytes. You have sent " + size + " bytes.");
        }
    }

    private JsonNode withUrls(ObjectNode answer, String field) {
        ArrayNode urls = Json.array();
        answer.path(field)
                .forEach(url -> urls.add(url(url.asText().substring(url.asText().lastIndexOf('/') + 1))));
        return answer.set(field, urls);
    }

    /** Calls ElasticMQ; throws {@link AwsError} with its code and message. */
    ObjectNode engineCall(String operation, JsonNode input) {
        try {
            return engine.call(operation, input);
        } catch (Engine.Refused e) {
            throw new AwsError(e.status(), e.code(), e.getMessage());
        }
    }

    @Override
    public void deliver(String arn, Delivery delivery) {
        Queue queue = queue(Arn.parse(arn).name());
        iam.authorize(delivery.sender().caller(), "sqs:SendMessage", arn, queue.policies());
        ObjectNode message = Json.object().put("QueueUrl", url(queue.name())).put("MessageBody", delivery.payload());
        ObjectNode attributes = message.putObject("MessageAttributes");
        delivery.attributes()
                .forEach((name, attribute) -> attributes
                        .putObject(name)
                        .put("DataType", attribute.dataType())
                        .put(
                                attribute.dataType().startsWith("Binary") ? "BinaryValue" : "StringValue",
                                attribute.value()));
        faults.around("sqs", "SendMessage", iam.owner(), () -> call("SendMessage", message));
    }

    Queue queue(String name) {
        Queue queue = queues.get(name);
        if (queue == null) {
            throw new AwsError(400, "QueueDoesNotExist", "The specified queue does not exist.");
        }
        return queue;
    }

    boolean has(String url) {
        return queues.containsKey(url.substring(url.lastIndexOf('/') + 1));
    }

    String url(String name) {
        return "http://127.0.0.1:" + port.getAsInt() + "/" + names.account() + "/" + name;
    }

    private static HttpReply failure(AwsError e) {
        ObjectNode body =
                Json.object().put("__type", "com.amazonaws.sqs#" + e.code()).put("message", e.getMessage());
        String fault = e.status() < 500 ? "Sender" : "Receiver";
        return reply(e.status(), body).withHeader("x-amzn-query-error", legacyCode(e.code()) + ";" + fault);
    }

    /** The code of the older protocol, which the AWS CLI shows. */
    private static String legacyCode(String code) {
        return switch (code) {
            case "QueueDoesNotExist" -> "AWS.SimpleQueueService.NonExistentQueue";
            case "AccessDeniedException" -> "AccessDenied";
            default -> code;
        };
    }

    private static HttpReply reply(int status, JsonNode body) {
        return HttpReply.of(status, "application/x-amz-json-1.0", Json.write(body));
    }

    @Override
    public void close() {
        engine.close();
    }
}
