package workshop.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import workshop.cloud.trace.Hop;
import workshop.project.SynthesizedTemplate;

/**
 * A hop that a change of a to-do is expected to take on its way.
 *
 * @param name what people read: who hands over to whom
 * @param is whether a hop of the trace is this one
 */
record ExpectedHop(String name, Predicate<Hop> is) {

    /** What happens to a to-do, as its event is called. */
    enum Change {
        CREATED("TodoCreated", "CreateTodo"),
        COMPLETED("TodoCompleted", "UpdateTodo"),
        DELETED("TodoDeleted", "DeleteTodo");

        final String detailType;
        final String function;

        Change(String detailType, String function) {
            this.detailType = detailType;
            this.function = function;
        }
    }

    /** All hops that the template promises for a change, in their order. */
    static List<ExpectedHop> of(Change change, SynthesizedTemplate template, Map<String, String> outputs) {
        List<ExpectedHop> expectedHops = new ArrayList<>(api(change, outputs));
        if (template.has("AWS::Lambda::EventSourceMapping")) {
            expectedHops.add(new ExpectedHop(
                    "stream → publisher",
                    hop -> hop.kind().equals("lambda:Invoke") && hop.from().contains("/stream/")));
        }
        if (template.has("AWS::Events::EventBus")) {
            expectedHops.add(taken("publisher → bus", "events:PutEvents"));
        }
        if (template.hasLoggingRule()) {
            expectedHops.add(taken("rule → log group", "logs:Deliver"));
        }
        if (template.hasHandlingRule()) {
            expectedHops.add(taken("rule → handler", "lambda:Deliver"));
            expectedHops.add(new ExpectedHop(
                    "handler starts",
                    hop -> hop.kind().equals("lambda:Invoke") && hop.from().contains(":rule/")));
        }
        String activity = outputs.get("ActivityTableName");
        if (activity != null) {
            expectedHops.add(new ExpectedHop("handler → activity table", hop -> isWrite(hop, activity)));
        }
        boolean isCompletion = change == Change.COMPLETED;
        if (isCompletion && template.has("AWS::SNS::Topic")) {
            expectedHops.add(taken("handler → topic", "sns:Publish"));
        }
        if (isCompletion && template.mailSubscriptions() > 0) {
            expectedHops.add(taken("topic → mail", "email:Deliver"));
        }
        return expectedHops;
    }

    private static List<ExpectedHop> api(Change change, Map<String, String> outputs) {
        String table = outputs.getOrDefault("TableName", "");
        return List.of(
                new ExpectedHop(
                        "API → " + change.function,
                        hop -> hop.kind().equals("lambda:Invoke")
                                && !hop.from().contains("/stream/")
                                && !hop.from().contains(":rule/")),
                new ExpectedHop(change.function + " → table", hop -> isWrite(hop, table)));
    }

    /** One of this kind that was taken where it was handed over. */
    private static ExpectedHop taken(String name, String kind) {
        return new ExpectedHop(
                name, hop -> hop.kind().equals(kind) && hop.outcome().equals("ok"));
    }

    /** Whatever the operation: the trace has the writes of DynamoDB, and no reads. */
    private static boolean isWrite(Hop hop, String table) {
        return hop.kind().startsWith("dynamodb:")
                && !table.isEmpty()
                && hop.to().endsWith("/" + table);
    }
}
