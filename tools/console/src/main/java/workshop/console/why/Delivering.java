package workshop.console.why;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.iam.Policy;
import workshop.cloud.sns.Inbox;
import workshop.cloud.sns.Mail;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** Something was not taken where it was delivered: a permission, a policy, or a confirmed subscription is missing there. */
record Delivering(Stack stack, Hop hop) {
    private static final String NOW = "what is deployed now has the permission, unless a call has removed it";

    Answer answer() {
        String target = stack.name(hop.to());
        String end = stack.name(hop.from()) + " could not deliver to " + target + ": " + hop.outcome();
        if (!hop.outcome().matches("(?s)(AccessDenied|Authorization|FailedToAssume).*")) {
            return new Answer(hop, end, List.of(), "", stack.path(hop.to()));
        }
        if (hop.outcome().contains("no identity-based policy")) {
            String action = hop.outcome().replaceFirst("(?s).* policy allows the (\\S+) action.*", "$1");
            String how = hop.from().contains(":function:")
                    ? ", as CDK's destinations (aws_lambda_destinations, SqsDlq) do."
                    : ".";
            String fix = "Allow " + action + " in the role of " + stack.name(hop.from()) + how;
            return new Answer(hop, end, List.of(), fix, stack.path(hop.from()));
        }
        boolean isFunction = hop.to().contains(":function:");
        List<String> there = (isFunction ? permissions() : policies()).toList();
        String none = isFunction
                ? "no AWS::Lambda::Permission is about " + target
                : "no policy of " + target + " lets anybody deliver";
        String fix = there.contains(NOW) ? Answer.AGAIN : fix(target);
        return new Answer(hop, end, there.isEmpty() ? List.of(none) : there, fix, stack.path(hop.to()));
    }

    private Stream<String> permissions() {
        return stack.of("AWS::Lambda::Permission")
                .filter(its -> hop.to().endsWith(":" + its.text("/FunctionName").replaceFirst(".*:function:", "")))
                .map(its -> hop.outcome().contains(" " + its.text("/Principal") + " is not ")
                                && Policy.isLike(
                                        hop.from(),
                                        its.properties().path("SourceArn").asText("*"))
                        ? NOW
                        : "a permission lets " + its.text("/Principal")
                                + (its.properties().has("SourceArn") ? " for " + its.text("/SourceArn") : "")
                                + " call it, not " + hop.from());
    }

    private Stream<String> policies() {
        return stack.resources().stream()
                .filter(its -> its.type().matches("AWS::(SQS::Queue|SNS::Topic|Events::EventBus|Logs::Resource)Policy"))
                .filter(its -> Json.write(its.properties()).contains(hop.to().replaceFirst(".*:", "")))
                .flatMap(its -> Json.each(its.properties().at("/PolicyDocument/Statement")).stream()
                        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                        .map(other ->
                                "the policy " + its.logicalId() + " allows something else: " + Json.write(other)));
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

    Answer notConfirmed(Inbox inbox) {
        String address = stack.named(hop.to()).map(its -> its.text("/Endpoint")).orElse("");
        List<String> facts = inbox.mails(address).stream()
                .map(Mail::confirmationUrl)
                .filter(Objects::nonNull)
                .reduce((before, last) -> last)
                .map(link -> List.of("the link to confirm it: " + link))
                .orElse(List.of());
        String fix = "Open the link; on AWS it is in an email to that address, perhaps in its spam folder.";
        return new Answer(hop, "The email was " + hop.outcome() + ".", facts, fix, stack.path(hop.to()));
    }

    Answer noSubscription() {
        String topic = stack.name(hop.to());
        String end = "The topic " + topic + " has no subscription, so nobody gets what is published to it.";
        List<String> others = stack.of("AWS::SNS::Subscription")
                .map(its -> its.text("/Endpoint") + " is subscribed to " + stack.name(its.text("/TopicArn")))
                .toList();
        List<String> none = List.of("no subscription is deployed: was an address given?");
        String fix = others.isEmpty()
                ? "Give an address: -c notificationEmail=you@example.com, and subscribe it to the topic."
                : "Subscribe to " + topic + ".";
        return new Answer(hop, end, others.isEmpty() ? none : others, fix, stack.path(hop.to()));
    }
}
