package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** The operations on messages. */
record MessagesApi(Sqs sqs) {
    private static final Member ID = optional("Id", text());
    private static final Member HANDLE = optional("ReceiptHandle", text());
    private static final Member VISIBILITY = optional("VisibilityTimeout", whole());
    private static final int MAX_VISIBILITY = 43_200;
    private static final int MAX_BATCH_BYTES = 1 << 20;

    private static final Members ATTRIBUTE =
            Members.of(optional("DataType", text()), optional("StringValue", text()), optional("BinaryValue", text()));

    private static final Members MESSAGE = Members.of(
            optional("MessageBody", text()),
            optional("DelaySeconds", whole()),
            optional("MessageAttributes", map(ATTRIBUTE)),
            optional("MessageSystemAttributes", map(ATTRIBUTE)),
            optional("MessageDeduplicationId", text()),
            optional("MessageGroupId", text()));

    private static final Members RECEIVE = Members.of(
            QueuesApi.URL,
            optional("AttributeNames", list(text())),
            optional("MessageSystemAttributeNames", list(text())),
            optional("MessageAttributeNames", list(text())),
            optional("MaxNumberOfMessages", whole()),
            VISIBILITY,
            optional("WaitTimeSeconds", whole()),
            optional(Messages.ATTEMPT, text()));

    private static final Set<String> SYSTEM_ATTRIBUTES =
            Set.of(("All SenderId SentTimestamp ApproximateReceiveCount ApproximateFirstReceiveTimestamp"
                            + " SequenceNumber MessageDeduplicationId MessageGroupId AWSTraceHeader"
                            + " DeadLetterQueueSourceArn")
                    .split(" "));

    static Operations of(Sqs sqs, Operations operations) {
        MessagesApi api = new MessagesApi(sqs);
        operations.about(sqs::arn).on("ReceiveMessage", RECEIVE, api::receive);
        api.both(operations, "SendMessage", MESSAGE, api::send);
        api.both(operations, "DeleteMessage", Members.of(HANDLE), MessagesApi::delete);
        api.both(operations, "ChangeMessageVisibility", Members.of(HANDLE, VISIBILITY), MessagesApi::changeVisibility);
        return operations;
    }

    private interface OnMessage {
        JsonNode call(Caller caller, Queue queue, ObjectNode input);
    }

    /** An operation on a message, and the one on a batch of them, with the same permission. */
    private void both(Operations operations, String name, Members members, OnMessage operation) {
        String batch = name + "Batch";
        Members ofOne = members.and(QueuesApi.URL);
        Members ofBatch = Members.of(QueuesApi.URL, optional("Entries", list(members.and(ID))));
        operations
                .on(name, ofOne, (caller, input) -> operation.call(caller, sqs.queue(input), input))
                .on(batch, "sqs:" + name, ofBatch, (caller, input) -> {
                    Queue queue = sqs.queue(input);
                    Batch entries = Batch.of(batch, input.path("Entries"));
                    if (name.equals("SendMessage")) {
                        checkBatch(queue, entries);
                    }
                    return entries.each(entry -> operation.call(caller, queue, entry));
                });
    }

    private ObjectNode send(Caller caller, Queue queue, ObjectNode input) {
        Outgoing outgoing = Outgoing.of(input, caller.traceHeader());
        LongSupplier hop =
                () -> sqs.trace.hop(caller.causes(), "sqs:SendMessage", caller.arn(), queue.arn, "ok", outgoing.body());
        Message message = sqs.send(queue, outgoing, caller, hop);
        String md5OfSystem =
                input.has("MessageSystemAttributes") ? outgoing.traceHeader().md5() : null;
        return Json.object()
                .put("MessageId", message.id)
                .put("MD5OfMessageBody", outgoing.bodyHash("MD5"))
                .put("MD5OfMessageAttributes", outgoing.attributes().md5())
                .put("MD5OfMessageSystemAttributes", md5OfSystem)
                .put("SequenceNumber", message.sequenceNumber.isEmpty() ? null : message.sequenceNumber);
    }

    /** What is wrong with the batch as a whole, before any of its messages is sent. */
    private static void checkBatch(Queue queue, Batch batch) {
        int bytes = 0;
        for (JsonNode entry : batch.entries()) {
            bytes += Attribute.bytes(entry, "MessageBody");
            if (queue.settings.isFifo() && !entry.has("MessageGroupId")) {
                throw SqsError.invalid("The request must contain the parameter MessageGroupId.");
            }
            if (!entry.has("MessageDeduplicationId")) {
                queue.settings.requireContentBased();
            }
        }
        AwsError.refuse(
                bytes > MAX_BATCH_BYTES,
                "BatchRequestTooLong",
                "Batch requests cannot be longer than " + MAX_BATCH_BYTES + " bytes. You have sent " + bytes
                        + " bytes.");
    }

    private static JsonNode delete(Caller caller, Queue queue, ObjectNode input) {
        queue.messages.delete(SqsError.required(input, "ReceiptHandle"));
        return Json.object();
    }

    private static JsonNode changeVisibility(Caller caller, Queue queue, ObjectNode input) {
        String handle = SqsError.required(input, "ReceiptHandle");
        SqsError.require(input.has("VisibilityTimeout"), "VisibilityTimeout");
        queue.messages.changeVisibility(handle, visibility(input, 0));
        return Json.object();
    }

    private static Duration visibility(JsonNode input, int otherwise) {
        return Duration.ofSeconds(SqsError.number(input, "VisibilityTimeout", otherwise, 0, MAX_VISIBILITY));
    }

    private JsonNode receive(ObjectNode input) {
        Queue queue = sqs.queue(input);
        QueueSettings settings = queue.settings;
        int most = SqsError.number(input, "MaxNumberOfMessages", 1, 1, 10);
        int otherwise = settings.number("ReceiveMessageWaitTimeSeconds");
        int wait = SqsError.number(input, "WaitTimeSeconds", otherwise, 0, 20);
        List<String> system = Json.texts(input.path("AttributeNames"));
        system.addAll(Json.texts(input.path("MessageSystemAttributeNames")));
        system.stream()
                .filter(name -> !SYSTEM_ATTRIBUTES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw SqsError.unknownAttribute(name);
                });
        List<String> attributes = Json.texts(input.path("MessageAttributeNames"));
        ReceiveRequest request = new ReceiveRequest(
                most,
                visibility(input, settings.number("VisibilityTimeout")),
                Duration.ofSeconds(wait),
                Outgoing.id(input, Messages.ATTEMPT)
                        .filter(given -> settings.isFifo())
                        .orElse(""));
        ObjectNode answer = Json.object();
        sqs.receive(queue, request)
                .forEach(message -> answer.withArray("/Messages").add(json(message, system, attributes)));
        return answer;
    }

    private static ObjectNode json(ReceivedMessage message, List<String> system, List<String> wanted) {
        Map<String, String> its = new TreeMap<>(message.systemAttributes());
        its.keySet().removeIf(name -> !system.contains(name) && !system.contains("All"));
        MessageAttributes attributes = new MessageAttributes(message.attributes()).named(wanted);
        return Json.object()
                .put("MessageId", message.id())
                .put("ReceiptHandle", message.receiptHandle())
                .put("MD5OfBody", message.md5OfBody())
                .put("Body", message.body())
                .put("MD5OfMessageAttributes", attributes.md5())
                .<ObjectNode>set("Attributes", Json.orNull(its))
                .set("MessageAttributes", Json.orNull(attributes.json()));
    }
}
