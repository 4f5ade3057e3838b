package todo.infra;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Values;

/**
 * Who gets email.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html">Which protocols have raw
 *     messages</a>
 */
class SubscriptionTest {
    private static final Lesson LESSON = new Lesson("4.2");
    private static final String ADDRESS_KEY = "notificationEmail";
    private static final String ADDRESS = "Somebody.Else+todos@example.org";

    @Test
    void email_goes_to_the_address_that_is_given() {
        String given = "with -c notificationEmail=" + ADDRESS + " the topic has one subscription";
        StackTemplate template = StackTemplate.synthesized(LESSON, Map.of(ADDRESS_KEY, ADDRESS), given);
        List<Resource> subscriptions = people(template);
        LESSON.expect(
                subscriptions.size() == 1,
                given,
                subscriptions.isEmpty()
                        ? "no subscription; address() returns the address, new EmailSubscription(…) is made of it, and"
                                + " topic.addSubscription(…) adds that"
                        : "subscriptions of " + addresses(template, subscriptions));
        JsonObject subscription = subscriptions.get(0).properties();
        String topic = new NotificationsTemplate(LESSON, template).topicArn();
        LESSON.expect(
                template.values().text(subscription.get("TopicArn")).equals(topic),
                "the subscription is to the topic of this stack, which it names by its ARN (getTopicArn)",
                template.values().words(subscription.get("TopicArn")));
        LESSON.expect(
                "\"email\"".equals(String.valueOf(subscription.get("Protocol"))),
                "the subscription's protocol is email, which a person can read",
                subscription.get("Protocol"));
        LESSON.expect(
                ("\"" + ADDRESS + "\"").equals(String.valueOf(subscription.get("Endpoint"))),
                "the email goes to the address that was given, " + ADDRESS,
                subscription.get("Endpoint").isJsonPrimitive()
                        ? subscription.get("Endpoint")
                        : "an address that is known only when CloudFormation deploys");
        StackRules.expectOwn(LESSON, SubscriptionTest::people);
        LESSON.expect(
                !subscription.has("Region")
                        || template.values().text(subscription.get("Region")).equals(Values.REGION),
                "the subscription is in the region of its topic, which is the default",
                subscription.get("Region"));
        LESSON.expect(
                !subscription.has("RawMessageDelivery"),
                "the subscription is one that SNS accepts: only queues, web servers (http, https) and Firehose get raw messages",
                "RawMessageDelivery " + subscription.get("RawMessageDelivery"));
        LESSON.expect(
                !subscription.has("FilterPolicy"),
                "every message of the topic goes to the address",
                "a filter policy, " + subscription.get("FilterPolicy")
                        + ": a message that it doesn't fit sends no email");
    }

    @Test
    void without_an_address_nobody_is_subscribed_and_synth_says_so() {
        for (Map<String, Object> context : List.of(Map.<String, Object>of(), Map.<String, Object>of(ADDRESS_KEY, ""))) {
            String given = context.isEmpty() ? "without -c notificationEmail=…" : "with an empty notificationEmail";
            StackTemplate template = StackTemplate.synthesized(
                    LESSON, context, given + " there is a template, in which nobody is subscribed");
            List<Resource> subscriptions = people(template);
            LESSON.expect(
                    subscriptions.isEmpty(),
                    given + " nobody is subscribed",
                    "a subscription of " + addresses(template, subscriptions));
            LESSON.expect(
                    template.messages().stream().anyMatch(message -> message.contains(ADDRESS_KEY)),
                    given + " synth says how to give an address: call address(), whose given code does that",
                    said(template));
        }
    }

    private static List<String> addresses(StackTemplate template, List<Resource> subscriptions) {
        return subscriptions.stream()
                .map(subscription ->
                        template.values().words(subscription.properties().get("Endpoint")))
                .toList();
    }

    @Test
    void an_address_that_is_not_one_stops_the_deployment() {
        for (String address : List.of("somebody", "two@example.org, addresses@example.org")) {
            String expected =
                    "\"" + address + "\" is not an email address, so synth fails with an error that says so, and"
                            + " nothing is deployed: call address(), whose given code does that";
            StackTemplate template = StackTemplate.synthesized(LESSON, Map.of(ADDRESS_KEY, address), expected);
            LESSON.expect(
                    template.messages().stream()
                            .anyMatch(message -> message.startsWith("error") && message.contains(address)),
                    expected,
                    said(template));
        }
        NotificationsTemplate.of(LESSON).expectLayer();
    }

    /**
     * The subscriptions, without those of queues: whoever wants to may read along with one.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html">The
     *     property Subscription of a topic: what it subscribes is not deleted with the topic</a>
     */
    private static List<Resource> people(StackTemplate template) {
        LESSON.expect(
                template.resources("AWS::SNS::Topic").stream()
                        .allMatch(topic -> topic.property("Subscription").isEmpty()),
                "a subscription goes when its stack is destroyed, so it is a resource of its own, as EmailSubscription makes it",
                "a subscription inside the topic (its property Subscription), which AWS does not delete with the topic");
        return template.resources("AWS::SNS::Subscription").stream()
                .filter(subscription -> !"\"sqs\""
                        .equals(String.valueOf(subscription.properties().get("Protocol"))))
                .toList();
    }

    private static String said(StackTemplate template) {
        return template.messages().isEmpty() ? "synth says nothing" : "synth says " + template.messages();
    }
}
