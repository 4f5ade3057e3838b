package todo.infra;

import static todo.testing.StackTemplate.refersTo;
import static todo.testing.StackTemplate.texts;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TodoNotificationsTest {
    private static final String ADDRESS_KEY = "notificationEmail";
    private static final String ADDRESS = "somebody.else@example.org";

    @Test
    void there_is_a_topic_and_an_output_says_its_ARN() {
        Lesson lesson = new Lesson("4.1");
        StackTemplate template = StackTemplate.synthesized(lesson);
        String topic = topic(lesson, template).logicalId();
        String output = template.output("TopicArn").map(JsonElement::toString).orElse("no such output");
        lesson.expect(
                output.equals("{\"Ref\":\"" + topic + "\"}"),
                "the stack's output TopicArn is the topic's ARN (TodoStack.output)",
                output);
    }

    @Test
    void what_rests_in_the_topic_is_encrypted() {
        Lesson lesson = new Lesson("4.1");
        Resource topic = topic(lesson, StackTemplate.synthesized(lesson));
        JsonElement key = topic.property("KmsMasterKeyId")
                .orElseThrow(() -> lesson.failure(
                        "messages are encrypted where they rest, with the key that AWS keeps for SNS, alias/aws/sns (masterKey)",
                        "a topic without a key"));
        lesson.expect(
                key.toString().contains("alias/aws/sns"),
                "the topic's key is the one that AWS keeps for SNS, alias/aws/sns: it costs nothing while it rests, and"
                        + " whoever may publish may use it",
                key);
    }

    @Test
    void nobody_may_publish_without_TLS() {
        Lesson lesson = new Lesson("4.1");
        StackTemplate template = StackTemplate.synthesized(lesson);
        String topic = topic(lesson, template).logicalId();
        lesson.expect(
                template.resources("AWS::SNS::TopicPolicy").stream()
                        .filter(policy ->
                                refersTo(policy.properties().get("Topics")).contains(topic))
                        .flatMap(policy -> policy.property("PolicyDocument.Statement").stream())
                        .flatMap(statements -> statements.getAsJsonArray().asList().stream())
                        .anyMatch(statement -> refusesClearText(statement.getAsJsonObject())),
                "the topic refuses messages that travel unencrypted (enforceSsl)",
                "a topic that takes them");
    }

    /** Whether a statement of a topic's policy forbids everybody to publish without TLS. */
    private static boolean refusesClearText(JsonObject statement) {
        String condition = String.valueOf(statement.get("Condition"));
        return statement.get("Effect").getAsString().equals("Deny")
                && texts(statement.get("Action")).stream().anyMatch(action -> action.matches("(?i)sns:(Publish|\\*)"))
                && statement.get("Principal").toString().contains("\"*\"")
                && condition.matches(".*\"aws:SecureTransport\":\"?false\\b.*");
    }

    @Test
    void mail_goes_to_the_address_that_is_given() {
        Lesson lesson = new Lesson("4.2");
        StackTemplate template = StackTemplate.synthesized(lesson, Map.of(ADDRESS_KEY, ADDRESS));
        List<Resource> subscriptions = template.resources("AWS::SNS::Subscription");
        lesson.expect(
                subscriptions.size() == 1,
                "with -c notificationEmail=" + ADDRESS + " the topic has one subscription",
                subscriptions.size() + " subscriptions");
        JsonObject subscription = subscriptions.get(0).properties();
        lesson.expect(
                refersTo(subscription.get("TopicArn"))
                        .contains(topic(lesson, template).logicalId()),
                "the subscription is to the topic of this stack",
                subscription.get("TopicArn"));
        lesson.expect(
                "\"email\"".equals(String.valueOf(subscription.get("Protocol"))),
                "the subscription's protocol is email, which a person can read",
                subscription.get("Protocol"));
        lesson.expect(
                ("\"" + ADDRESS + "\"").equals(String.valueOf(subscription.get("Endpoint"))),
                "the mail goes to the address that was given, " + ADDRESS,
                subscription.get("Endpoint"));
    }

    @Test
    void without_an_address_nobody_is_subscribed_and_synth_says_so() {
        Lesson lesson = new Lesson("4.2");
        for (Map<String, Object> context : List.of(Map.<String, Object>of(), Map.<String, Object>of(ADDRESS_KEY, ""))) {
            StackTemplate template = StackTemplate.synthesized(lesson, context);
            String given = context.isEmpty() ? "without -c notificationEmail=…" : "with an empty notificationEmail";
            List<Resource> subscriptions = template.resources("AWS::SNS::Subscription");
            lesson.expect(
                    subscriptions.isEmpty(),
                    given + " nobody is subscribed",
                    "a subscription of "
                            + subscriptions.stream()
                                    .map(subscription ->
                                            subscription.properties().get("Endpoint"))
                                    .toList());
            lesson.expect(
                    template.messages().stream().anyMatch(message -> message.contains(ADDRESS_KEY)),
                    given + " synth says how to give an address, as address() does",
                    said(template));
        }
    }

    @Test
    void an_address_that_is_none_stops_the_deployment() {
        Lesson lesson = new Lesson("4.2");
        for (String address : List.of("somebody", "two@example.org, addresses@example.org")) {
            StackTemplate template = StackTemplate.synthesized(lesson, Map.of(ADDRESS_KEY, address));
            lesson.expect(
                    template.messages().stream()
                            .anyMatch(message -> message.startsWith("error") && message.contains(address)),
                    "\"" + address
                            + "\" is no e-mail address, so synth ends with an error that says so, as address() does,"
                            + " and nothing is deployed",
                    said(template));
        }
    }

    @Test
    void the_function_that_handles_completions_knows_the_topic() {
        Lesson lesson = new Lesson("4.3");
        StackTemplate template = StackTemplate.synthesized(lesson);
        JsonElement variable = handler(lesson, template)
                .property("Environment.Variables.TOPIC_ARN")
                .orElseThrow(() -> lesson.failure(
                        "the environment of TodoCompletedHandler has the topic's ARN as TOPIC_ARN,"
                                + " which is where CompletionMail looks for it",
                        "an environment of "
                                + handler(lesson, template)
                                        .property("Environment.Variables")
                                        .map(variables ->
                                                variables.getAsJsonObject().keySet())
                                        .orElse(Set.of())));
        lesson.expect(
                variable.toString()
                        .equals("{\"Ref\":\"" + topic(lesson, template).logicalId() + "\"}"),
                "TOPIC_ARN is the ARN of this stack's topic",
                variable);
    }

    @Test
    void only_the_function_that_handles_completions_may_publish_and_only_to_the_topic() {
        Lesson lesson = new Lesson("4.3");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource handler = handler(lesson, template);
        String allowed = "sns:Publish on {\"Ref\":\"" + topic(lesson, template).logicalId() + "\"}";
        List<String> grants = grants(template, handler);
        lesson.expect(
                !grants.isEmpty(),
                "the role of TodoCompletedHandler allows it to publish: what a role doesn't allow is refused (sns:Publish)",
                "a role that says nothing of SNS");
        lesson.expect(
                grants.stream().allMatch(allowed::equals),
                "TodoCompletedHandler may do one thing with one topic, " + allowed,
                String.join(", ", grants));
        template.resources("AWS::Lambda::Function").stream()
                .filter(function ->
                        !function.equals(handler) && !grants(template, function).isEmpty())
                .forEach(function -> {
                    throw lesson.failure("no function but TodoCompletedHandler may publish", function.logicalId());
                });
    }

    /** What a function's role allows it to do with topics, also with action and resource swapped. */
    private static List<String> grants(StackTemplate template, Resource function) {
        return template.statements(function).stream()
                .flatMap(statement -> texts(statement.get("Action")).stream()
                        .filter(action -> action.startsWith("sns:")
                                || action.equals("*")
                                || statement.get("Resource").toString().startsWith("\"sns:"))
                        .map(action -> action + " on " + statement.get("Resource")))
                .toList();
    }

    private static String said(StackTemplate template) {
        return template.messages().isEmpty() ? "synth says nothing" : "synth says " + template.messages();
    }

    private static Resource topic(Lesson lesson, StackTemplate template) {
        List<Resource> topics = template.resources("AWS::SNS::Topic");
        if (topics.size() == 1) {
            return topics.get(0);
        }
        throw new Lesson(topics.isEmpty() ? "4.1" : lesson.todo())
                .failure("the stack has one topic", topics.isEmpty() ? "none" : topics.size() + " topics");
    }

    private static Resource handler(Lesson lesson, StackTemplate template) {
        return template.function("TodoCompletedHandler")
                .orElseThrow(() -> lesson.failure("there is a function TodoCompletedHandler", "no such function"));
    }
}
