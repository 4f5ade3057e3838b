package workshop.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;

/**
 * A hop that a change of a to-do is expected to take on its way.
 *
 * @param name what people read: who hands over to whom
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

    /** All hops that what is deployed promises for a change, in their order. */
    static List<ExpectedHop> of(Change change, Stack stack, Map<String, String> outputs) {
        List<ExpectedHop> expectedHops = new ArrayList<>(api(change, outputs));
        if (has(stack, "AWS::Lambda::EventSourceMapping")) {
            expectedHops.add(new ExpectedHop(
                    "stream → publisher",
                    hop -> hop.kind().equals("lambda:Invoke") && hop.from().contains("/stream/")));
        }
        if (has(stack, "AWS::Events::EventBus")) {
            expectedHops.add(taken("publisher → bus", "events:PutEvents"));
        } else if (has(stack, "AWS::Lambda::EventSourceMapping")) {
            expectedHops.add(new ExpectedHop("publisher → log", hop -> hasLogged(hop, change.detailType)));
        }
        if (hasTarget(stack, ":logs:")) {
            expectedHops.add(taken("rule → log group", "logs:Deliver"));
        }
        if (hasTarget(stack, ":function:")) {
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
        if (isCompletion && has(stack, "AWS::SNS::Topic")) {
            expectedHops.add(taken("handler → topic", "sns:Publish"));
        }
        if (isCompletion && sendsMail(stack)) {
            expectedHops.add(taken("topic → mail", "email:Deliver"));
        }
        return expectedHops;
    }

    private static boolean has(Stack stack, String type) {
        return stack.of(type).findAny().isPresent();
    }

    private static boolean hasTarget(Stack stack, String part) {
        return stack.of("AWS::Events::Rule").flatMap(Stack::targets).anyMatch(arn -> arn.contains(part));
    }

    /** Whether a subscription sends mail, and so waits for a confirmation. */
    static boolean sendsMail(Stack stack) {
        return stack.of("AWS::SNS::Subscription")
                .anyMatch(subscription -> subscription.text("/Protocol").startsWith("email"));
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

    /** Without a bus, an event's way ends in the publisher's log. */
    private static boolean hasLogged(Hop hop, String detailType) {
        return hop.kind().equals("lambda:Return")
                && hop.isGood()
                && !Journey.isPartial(hop)
                && hop.from().contains("/stream/")
                && hop.details().getOrDefault("log", "").toString().contains(detailType);
    }

    /** Whatever the operation: the trace has the writes of DynamoDB, and no reads. */
    private static boolean isWrite(Hop hop, String table) {
        return hop.kind().startsWith("dynamodb:")
                && !table.isEmpty()
                && hop.to().endsWith("/" + table);
    }
}
