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
 * @param lookAt the function whose log says why the hop wasn't reached; empty for none
 * @param advice what to check if it wasn't reached
 * @param is whether a hop of the trace is this one
 */
record ExpectedHop(String name, String lookAt, String advice, Predicate<Hop> is) {

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
        String handler = change.detailType + "Handler";
        if (template.has("AWS::Lambda::EventSourceMapping")) {
            expectedHops.add(new ExpectedHop(
                    "stream → publisher",
                    "StreamPublisher",
                    "Is the table's stream on, and is it the publisher's event source?",
                    hop -> hop.kind().equals("lambda:Invoke") && hop.from().contains("/stream/")));
        }
        if (template.has("AWS::Events::EventBus")) {
            expectedHops.add(new ExpectedHop(
                    "publisher → bus",
                    "StreamPublisher",
                    "May the publisher call PutEvents, and does it know the bus's name?",
                    hop -> hop.kind().equals("events:PutEvents") && isOk(hop)));
        }
        if (template.hasLoggingRule()) {
            expectedHops.add(new ExpectedHop(
                    "rule → log group",
                    "StreamPublisher",
                    "Does a rule of this bus match source and detail-type exactly: TodoService, " + change.detailType
                            + "?",
                    hop -> hop.kind().equals("logs:Deliver") && isOk(hop)));
        }
        if (template.hasHandlingRule()) {
            expectedHops.add(new ExpectedHop(
                    "rule → handler",
                    handler,
                    "Is the handler a target of the rule for " + change.detailType + "?",
                    hop -> hop.kind().equals("lambda:Deliver") && isOk(hop)));
            expectedHops.add(new ExpectedHop(
                    "handler starts",
                    handler,
                    "See the handler's log.",
                    hop -> hop.kind().equals("lambda:Invoke") && hop.from().contains(":rule/")));
        }
        String activity = outputs.get("ActivityTableName");
        if (activity != null) {
            expectedHops.add(new ExpectedHop(
                    "handler → activity table",
                    handler,
                    "May the handler write to the activity table, and does it know its name?",
                    hop -> isWrite(hop, activity)));
        }
        if (change == Change.COMPLETED) {
            expectedHops.addAll(mail(template, handler));
        }
        return expectedHops;
    }

    private static List<ExpectedHop> api(Change change, Map<String, String> outputs) {
        String table = outputs.getOrDefault("TableName", "");
        return List.of(
                new ExpectedHop(
                        "API → " + change.function,
                        change.function,
                        "See the function's log.",
                        hop -> hop.kind().equals("lambda:Invoke")
                                && !hop.from().contains("/stream/")
                                && !hop.from().contains(":rule/")),
                new ExpectedHop(
                        change.function + " → table",
                        change.function,
                        "May the function write to the table?",
                        hop -> isWrite(hop, table)));
    }

    private static List<ExpectedHop> mail(SynthesizedTemplate template, String handler) {
        List<ExpectedHop> expectedHops = new ArrayList<>();
        if (template.has("AWS::SNS::Topic")) {
            expectedHops.add(new ExpectedHop(
                    "handler → topic",
                    handler,
                    "May the handler publish to the topic, and does it know its ARN?",
                    hop -> hop.kind().equals("sns:Publish") && isOk(hop)));
        }
        if (template.mailSubscriptions() > 0) {
            expectedHops.add(new ExpectedHop(
                    "topic → mail",
                    handler,
                    "Is the address subscribed to this topic, and confirmed?",
                    hop -> hop.kind().equals("email:Deliver") && isOk(hop)));
        }
        return expectedHops;
    }

    private static boolean isOk(Hop hop) {
        return hop.outcome().equals("ok");
    }

    /** Whatever the operation: the trace has the writes of DynamoDB, and no reads. */
    private static boolean isWrite(Hop hop, String table) {
        return hop.kind().startsWith("dynamodb:")
                && !table.isEmpty()
                && hop.to().endsWith("/" + table);
    }
}
