package todo.infra;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import todo.events.TodoEvent;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/** The part of the template in which events are handled, for the tests of one TODO. */
record HandlersTemplate(Lesson lesson, StackTemplate template) {
    /** The types of events; each has a handler, which is named for it. */
    static final List<String> EVENTS = TodoEvent.TYPES;

    static HandlersTemplate of(Lesson lesson) {
        return new HandlersTemplate(lesson, StackTemplate.synthesized(lesson));
    }

    /** The function that handles this type of event. */
    Resource handler(String event) {
        return template.function(event + "Handler")
                .orElseThrow(() -> lesson.failure("there is a function " + event + "Handler", "none"));
    }

    /** What the role of a handler allows. */
    List<JsonObject> statements(String event) {
        return template.statements(handler(event));
    }

    /** The rule that matches this type of event. */
    Resource rule(String event) {
        return template.resources("AWS::Events::Rule").stream()
                .filter(rule -> rule.property("EventPattern.detail-type")
                        .filter(types -> StackTemplate.texts(types).contains(event))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> lesson.failure("there is a rule for " + event + ", from step 2", "none"));
    }

    /** The table that the output {@code ActivityTableName} names. */
    Resource activityTable() {
        Set<String> named = refersTo(template.output("ActivityTableName").orElse(null));
        return template.resources("AWS::DynamoDB::Table").stream()
                .filter(table -> named.contains(table.logicalId()))
                .findFirst()
                .orElseThrow(() -> lesson.failure("the output ActivityTableName names the activity table", named));
    }

    /** The resources of this type that refer, in this property, to this resource. */
    List<Resource> referring(String type, String property, Resource to) {
        return template.resources(type).stream()
                .filter(resource ->
                        refersTo(resource.property(property).orElse(null)).contains(to.logicalId()))
                .toList();
    }

    /**
     * The queue of this stack that has this ARN; it has to refuse what comes unencrypted.
     *
     * @param other the queue for what fails elsewhere: if both were one, nobody could tell what to do with an event in it
     */
    Resource parkingQueue(JsonElement arn, String what, String other) {
        Resource queue = template.resources("AWS::SQS::Queue").stream()
                .filter(candidate -> refersTo(arn).contains(candidate.logicalId()))
                .findFirst()
                .orElseThrow(() -> lesson.failure(what + " is a queue of this stack", arn));
        lesson.expect(
                !queue.logicalId().contains(other),
                what + " is another queue than " + other
                        + ", whose events failed elsewhere and are redriven differently",
                other);
        lesson.expect(
                hasPolicy(queue, policy -> policy.toString().contains("aws:SecureTransport")),
                what + " refuses what comes unencrypted (TLS only), as every ParkingQueue does",
                "a queue without such a policy");
        return queue;
    }

    boolean hasPolicy(Resource queue, Predicate<JsonElement> matching) {
        return referring("AWS::SQS::QueuePolicy", "Queues", queue).stream()
                .map(policy -> policy.properties().get("PolicyDocument"))
                .anyMatch(matching);
    }
}
