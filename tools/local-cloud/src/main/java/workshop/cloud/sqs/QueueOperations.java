package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** Operations on one queue, which a request names by its URL. */
record QueueOperations(Sqs sqs, Operations operations) {
    private static final Member URL = optional("QueueUrl", text());

    interface OnQueue {
        JsonNode call(Caller caller, Queue queue, ObjectNode input);
    }

    QueueOperations on(String name, String action, Members members, OnQueue operation) {
        operations
                .about(input -> sqs.arn(url(input).replaceFirst("^.*/", "")))
                .on(
                        name,
                        "sqs:" + action,
                        members.and(URL),
                        (caller, input) -> operation.call(caller, sqs.queue(url(input)), input));
        return this;
    }

    private static String url(ObjectNode input) {
        String url = SqsError.required(input, "QueueUrl");
        if (url.startsWith("arn:")) {
            throw AwsError.of("InvalidAddress", "The address " + url + " is not valid for this endpoint.");
        }
        return url;
    }

    QueueOperations answer(String name, Members members, BiFunction<Queue, ObjectNode, JsonNode> operation) {
        return on(name, name, members, (caller, queue, input) -> operation.apply(queue, input));
    }

    QueueOperations run(String name, Members members, BiConsumer<Queue, ObjectNode> operation) {
        return answer(name, members, (queue, input) -> {
            operation.accept(queue, input);
            return Json.object();
        });
    }
}
