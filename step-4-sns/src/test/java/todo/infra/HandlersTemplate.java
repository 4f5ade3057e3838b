package todo.infra;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import todo.events.TodoEvent;
import todo.testing.Caller;
import todo.testing.FailureQueue;
import todo.testing.Grants;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/** The part of the template in which events are handled, for the tests of one TODO. */
record HandlersTemplate(Lesson lesson, StackTemplate template) {
    /** The types of events; each has a handler, which is named for it. */
    static final List<String> EVENTS = TodoEvent.TYPES;

    static HandlersTemplate of(Lesson lesson) {
        return new HandlersTemplate(lesson, StackTemplate.synthesized(lesson));
    }

    /** Those of a second stack in the same account, too: what is written down for one collides with the other. */
    static List<HandlersTemplate> ofTwoStacks(Lesson lesson) {
        return List.of(of(lesson), new HandlersTemplate(lesson, StackTemplate.secondStack(lesson)));
    }

    /** The function that handles this type of event. */
    Resource handler(String event) {
        Resource function = template.function(event + "Handler")
                .orElseThrow(() -> lesson.failure("there is a function " + event + "Handler", "no such function"));
        StackRules.expectRuns(lesson, function);
        return function;
    }

    /** What the role of a handler allows. */
    Grants grants(String event) {
        return new Grants(template, handler(event));
    }

    /** The rule that matches this type of event. */
    Resource rule(String event) {
        return rules(event).stream()
                .findFirst()
                .orElseThrow(() -> lesson.failure("there is a rule for " + event + ", from step 2", "no such rule"));
    }

    /** All rules that match this type of event. */
    List<Resource> rules(String event) {
        return template.resources("AWS::Events::Rule").stream()
                .filter(rule -> rule.property("EventPattern.detail-type")
                        .filter(types -> StackTemplate.texts(types).contains(event))
                        .isPresent())
                .toList();
    }

    List<JsonObject> targets(String event) {
        return rule(event).property("Targets").stream()
                .flatMap(targets -> targets.getAsJsonArray().asList().stream())
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** The targets of an event's rule that are its handler: the function, a version of it or an alias. */
    List<JsonObject> handlersAmongTargets(String event) {
        Set<String> callable = new TreeSet<>(Set.of(handler(event).logicalId()));
        for (String type : List.of("AWS::Lambda::Version", "AWS::Lambda::Alias")) {
            template.referring(type, "FunctionName", handler(event)).forEach(each -> callable.add(each.logicalId()));
        }
        return targets(event).stream()
                .filter(target -> meet(refersTo(target.get("Arn")), callable))
                .toList();
    }

    /** The logical id of what the rule calls: the handler itself, unless it is a version or an alias. */
    String called(String event) {
        return handlersAmongTargets(event).stream()
                .flatMap(target -> refersTo(target.get("Arn")).stream())
                .findFirst()
                .orElse(handler(event).logicalId());
    }

    /** The table that the output {@code ActivityTableName} names. */
    Resource activityTable() {
        Set<String> named = refersTo(template.output("ActivityTableName").orElse(null));
        return template.resources("AWS::DynamoDB::Table").stream()
                .filter(table -> named.contains(table.logicalId()))
                .findFirst()
                .orElseThrow(() -> lesson.failure(
                        "the output ActivityTableName names the activity table", "no table of this stack"));
    }

    /**
     * The queue of this stack that has this ARN.
     *
     * @param other the queue for what fails elsewhere: if both were one, nobody could tell what to do with an event in it
     */
    FailureQueue failureQueue(JsonElement arn, String what, String other, Caller sender) {
        FailureQueue queue = FailureQueue.expect(lesson, template, what, arn, List.of(sender));
        lesson.expect(
                !queue.resource().logicalId().contains(other),
                what + " is another queue than " + other
                        + ": UndeliveredEvents is for events that no function got, UnhandledEvents for those that a function got"
                        + " and failed with",
                other);
        return queue;
    }

    static boolean meet(Set<String> some, Set<String> others) {
        return !Collections.disjoint(some, others);
    }
}
