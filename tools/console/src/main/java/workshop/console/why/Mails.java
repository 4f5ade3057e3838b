package workshop.console.why;

import java.util.List;
import java.util.Objects;
import workshop.cloud.sns.Inbox;
import workshop.cloud.sns.Mail;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** No email: the subscription is not confirmed, or the topic has none. */
record Mails(Stack stack, Hop hop) {

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
