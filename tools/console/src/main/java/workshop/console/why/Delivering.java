package workshop.console.why;

import java.util.List;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** Something was not taken where it was delivered: the permission or the policy that is missing there. */
record Delivering(Stack stack, Hop hop) {

    Answer answer() {
        String target = stack.name(hop.to());
        String end = stack.name(hop.from()) + " could not deliver to " + target + ": " + hop.outcome();
        if (!hop.outcome().matches("(?s)(AccessDenied|Authorization|FailedToAssume).*")) {
            return new Answer(hop, end, List.of(), "", stack.path(hop.to()));
        }
        boolean isFunction = hop.to().contains(":function:");
        List<String> there = (isFunction ? permissions() : policies()).toList();
        String none = isFunction
                ? "no AWS::Lambda::Permission is about " + target
                : "no policy of " + target + " lets anybody deliver";
        return new Answer(hop, end, there.isEmpty() ? List.of(none) : there, fix(target), stack.path(hop.from()));
    }

    private Stream<String> permissions() {
        return stack.of("AWS::Lambda::Permission")
                .filter(its -> hop.to().endsWith(":" + its.text("/FunctionName").replaceFirst(".*:function:", "")))
                .map(its -> "a permission lets " + its.text("/Principal")
                        + (its.properties().has("SourceArn") ? " for " + its.text("/SourceArn") : "")
                        + " call it, not " + hop.from());
    }

    private Stream<String> policies() {
        return stack.resources().stream()
                .filter(its -> its.type().matches("AWS::(SQS::Queue|SNS::Topic|Events::EventBus|Logs::Resource)Policy"))
                .filter(its -> Json.write(its.properties()).contains(hop.to().replaceFirst(".*:", "")))
                .map(its -> "the policy " + its.logicalId() + " allows something else: "
                        + Json.write(its.properties().at("/PolicyDocument/Statement")));
    }

    private String fix(String target) {
        if (!hop.to().contains(":function:")) {
            return "Let the target's policy allow the sender, as CDK's targets (aws_events_targets, aws_sns_subscriptions) do.";
        }
        return hop.from().contains(":rule/")
                ? "Add " + target + " as a target with new LambdaFunction(…), which gives the rule its permission."
                : hop.from().contains(":execute-api:")
                        ? "Use new LambdaIntegration(…), which gives the API its permission."
                        : "Give " + stack.name(hop.from()) + " the permission: " + target + ".addPermission(…).";
    }
}
