package workshop.console.why;

import java.util.List;
import workshop.cloud.Account;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.sns.Mail;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** No email: the subscription is not confirmed, or the topic has none. */
record Mails(Stack stack, Sources sources, Account account) {

    Answer notConfirmed(Hop hop) {
        String address = stack.named(hop.to())
                .map(subscription -> subscription.properties().path("Endpoint").asText())
                .orElse("");
        List<String> facts = account.inbox().mails(address).stream()
                .filter(mail -> mail.confirmationUrl() != null)
                .reduce((before, last) -> last)
                .map(Mail::confirmationUrl)
                .map(link -> List.of("the link to confirm it: " + link))
                .orElse(List.of());
        return Answer.of(
                        hop,
                        "The email was " + hop.outcome() + ".",
                        facts,
                        "Open the link; on AWS it is in an email to that address, perhaps in its spam folder.")
                .at(stack.path(hop.to()), sources);
    }

    Answer noSubscription(Hop hop) {
        String topic = stack.name(hop.to());
        List<String> others = stack.of("AWS::SNS::Subscription")
                .map(DeployedResource::properties)
                .map(its -> its.path("Endpoint").asText() + " is subscribed to "
                        + stack.name(its.path("TopicArn").asText()))
                .toList();
        return Answer.of(
                        hop,
                        "The topic " + topic + " has no subscription, so nobody gets what is published to it.",
                        others.isEmpty() ? List.of("no subscription is deployed: was an address given?") : others,
                        others.isEmpty()
                                ? "Give an address: -c notificationEmail=you@example.com, and subscribe it to the topic."
                                : "Subscribe to " + topic + ".")
                .at(stack.path(hop.to()), sources);
    }
}
