package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;
import workshop.cloud.iam.Caller;
import workshop.cloud.lambda.Invocation.Result;

/**
 * Hands batches of a mapping to its function and reads what failed in them.
 *
 * @param filters one of which a record matches; none for every record
 */
record BatchInvoker(Lambda lambda, MappingDefinition definition, List<EventPattern> filters) {

    boolean wants(ObjectNode record) {
        return wants(record, filter -> true);
    }

    /**
     * Whether a record, or what of it is filtered, is for the function.
     *
     * @param isFor whether a filter is for records of this kind
     */
    boolean wants(ObjectNode record, Predicate<EventPattern> isFor) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> isFor.test(filter) && filter.matches(record));
    }

    /** Throws {@link AwsError} if the function is throttled, or gone. */
    Result invoke(List<ObjectNode> records, List<Long> causes) {
        String payload = Json.write(Json.object().set("Records", Json.array().addAll(records)));
        FunctionName name = definition.function();
        Invocation invocation = Invocation.of(name.arn(), payload, "");
        return lambda.run(lambda.environments(name), invocation, definition.source(), causes);
    }

    /**
     * Which of the batch's items failed: with partial responses those that the function names; all, if it names one that is
     * none of them.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial batch responses</a>
     */
    Set<String> failures(Result result, List<String> ids) {
        if (!result.failed() && !definition.partialResponses()) {
            return Set.of();
        }
        Optional<JsonNode> answer = Json.parse(result.text());
        Set<String> failed = new HashSet<>();
        answer.ifPresent(said -> said.path("batchItemFailures")
                .forEach(failure -> failed.add(failure.path("itemIdentifier").asText(""))));
        return result.failed() || answer.isEmpty() || !ids.containsAll(failed) ? Set.copyOf(ids) : failed;
    }

    LambdaFunction function() {
        return lambda.environments(definition.function()).function;
    }

    boolean mayDo(String action, String resource) {
        return lambda.platform.iam().allows(function().roleArn(), action, resource);
    }

    /** As whom the source is read. */
    Caller caller() {
        return lambda.sender(function()).caller();
    }

    void keptOut(ObjectNode record, List<Long> causes) {
        String outcome = "the filter of the event source mapping does not match";
        trace(causes, "lambda:Filter", outcome, Json.write(record), Map.of());
    }

    void trace(List<Long> causes, String kind, String outcome, String payload, Map<String, Object> details) {
        String function = definition.function().arn();
        lambda.trace.hop(causes, kind, definition.source(), function, outcome, payload, details);
    }

    /** Writes to the function's log, as long as there is the function. */
    void report(String message) {
        lambda.find(definition.function().name()).ifPresent(found -> lambda.report(found.function(), message));
    }
}
