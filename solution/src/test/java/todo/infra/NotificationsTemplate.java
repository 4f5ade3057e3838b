package todo.infra;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;

/** The part of the template that sends email, for the tests of one TODO. */
record NotificationsTemplate(Lesson lesson, StackTemplate template) {

    static NotificationsTemplate of(Lesson lesson) {
        return new NotificationsTemplate(lesson, StackTemplate.synthesized(lesson));
    }

    /** Those of a second stack in the same account, too: what is written down for one collides with the other. */
    static List<NotificationsTemplate> ofTwoStacks(Lesson lesson) {
        return List.of(of(lesson), new NotificationsTemplate(lesson, StackTemplate.secondStack(lesson)));
    }

    Resource topic() {
        List<Resource> topics = template.resources("AWS::SNS::Topic");
        if (topics.size() == 1) {
            return topics.get(0);
        }
        throw new Lesson(topics.isEmpty() ? "4.1" : lesson.todo())
                .failure(
                        "the stack has one topic",
                        topics.isEmpty() ? "no topic" : topics.size() + " topics: " + names(topics));
    }

    private static String names(List<Resource> resources) {
        return resources.stream()
                .map(resource -> resource.id().replaceFirst("^Notifications", ""))
                .collect(Collectors.joining(", "));
    }

    String topicArn() {
        return template.values().arn(topic());
    }

    /** The statements of the topic's policy. */
    List<Statement> policy() {
        int policies =
                template.referring("AWS::SNS::TopicPolicy", "Topics", topic()).size();
        lesson.expect(
                policies <= 1,
                "the topic has one policy with all its statements (addToResourcePolicy adds a statement): of several policies, AWS keeps only the last",
                policies + " policies of the same topic");
        return template.policy(topic());
    }

    /** Those of the topic's policy that allow something. */
    Stream<Statement> allowing() {
        return policy().stream().filter(statement -> !statement.isDeny());
    }

    /** Fails if anything in the layer but the topic and its key, which TODO 4.1 makes, is not as all of the stack has to be. */
    void expectLayer() {
        StackRules.expectLayer(lesson, "Notifications", StackRules.withKeys(template, topic()));
    }

    /** The function that handles completions. */
    Resource handler() {
        Resource function = template.function("TodoCompletedHandler")
                .orElseThrow(() -> lesson.failure("there is a function TodoCompletedHandler", "no such function"));
        StackRules.expectRuns(lesson, function);
        return function;
    }
}
