package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** Something was not taken where it was delivered: the permission or the policy that is missing there. */
record Delivering(Stack stack, Sources sources) {

    Answer of(Hop hop) {
        String target = stack.name(hop.to());
        String end = stack.name(hop.from()) + " could not deliver to " + target + ": " + hop.outcome();
        if (!hop.outcome().matches("(?s)(AccessDenied|Authorization|FailedToAssume).*")) {
            return Answer.of(hop, end, List.of(), "").at(stack.path(hop.to()), sources);
        }
        List<String> facts = hop.to().contains(":function:") ? permissions(hop) : policies(hop);
        return Answer.of(hop, end, facts, fix(hop, target)).at(stack.path(hop.from()), sources);
    }

    private List<String> permissions(Hop hop) {
        String function = hop.to().replaceFirst(".*:function:", "");
        List<String> facts = new ArrayList<>();
        stack.of("AWS::Lambda::Permission").forEach(permission -> {
            JsonNode its = permission.properties();
            String name = its.path("FunctionName").asText().replaceFirst(".*:function:", "");
            if (name.equals(function)) {
                facts.add("a permission lets " + its.path("Principal").asText()
                        + (its.has("SourceArn")
                                ? " for " + its.path("SourceArn").asText()
                                : "")
                        + " call it, not " + hop.from());
            }
        });
        if (facts.isEmpty()) {
            facts.add("no AWS::Lambda::Permission is about " + stack.name(hop.to()));
        }
        return facts;
    }

    private List<String> policies(Hop hop) {
        List<String> facts = new ArrayList<>();
        for (DeployedResource resource : stack.resources()) {
            boolean policy =
                    resource.type().matches("AWS::(SQS::Queue|SNS::Topic|Events::EventBus|Logs::Resource)Policy");
            if (policy && Json.write(resource.properties()).contains(hop.to().replaceFirst(".*:", ""))) {
                facts.add("the policy " + resource.logicalId() + " allows something else: "
                        + Json.write(
                                resource.properties().path("PolicyDocument").path("Statement")));
            }
        }
        if (facts.isEmpty()) {
            facts.add("no policy of " + stack.name(hop.to()) + " lets anybody deliver");
        }
        return facts;
    }

    private String fix(Hop hop, String target) {
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
