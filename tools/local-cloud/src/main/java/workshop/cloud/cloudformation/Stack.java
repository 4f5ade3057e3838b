package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Physical;

/** A stack: what was deployed, what exists of it, and what happened to it. */
final class Stack {
    static final String REVIEW = "REVIEW_IN_PROGRESS";
    private static final int EVENTS_KEPT = 2_000;

    final String name;
    final String id;
    final Instant createdAt = Instant.now();
    private final Map<String, StackResource> resources = new LinkedHashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    volatile Content content = new Content(null, Template.EMPTY, Map.of(), Map.of(), List.of(), Map.of());
    private String status = REVIEW;
    volatile List<Operation> operations = List.of();
    volatile String reason;
    volatile String token; // of the request for what is being done with it
    volatile Instant updatedAt;
    volatile Instant changedAt = createdAt; // to the status that it has

    /**
     * A resource of the stack.
     *
     * @param declared what the template says of it
     * @param properties as they were resolved when it was made or last changed
     * @param shown the same as people see them, without values that must not be read (NoEcho)
     * @param metadata in which they are readable, as on AWS
     */
    record StackResource(
            String logicalId,
            JsonNode declared,
            Physical physical,
            ObjectNode properties,
            JsonNode shown,
            JsonNode metadata) {

        StackResource with(Physical changed) {
            return new StackResource(logicalId, declared, changed, properties, shown, metadata);
        }

        String type() {
            return declared.path("Type").asText();
        }

        /** @param policy DeletionPolicy or UpdateReplacePolicy, which says whether it stays when the stack drops it */
        boolean retains(String policy) {
            return declared.path(policy).asText().startsWith("Retain");
        }
    }

    /** @param changeSetId null before the first deployment */
    record Content(
            String changeSetId,
            Template template,
            Map<String, String> parameters,
            Map<String, String> tags,
            List<String> capabilities,
            Map<String, String> outputs) {}

    /**
     * What is done with the stack: by somebody, or a rollback after that.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events-by-operation.html">Operations</a>
     */
    record Operation(String type, String id) {
        private static Operation of(String type) {
            return new Operation(type, UUID.randomUUID().toString());
        }
    }

    /** Something that happened to the stack or one of its resources, as people see it in the CLI. */
    record Event(
            Operation operation,
            String eventId,
            Instant timestamp,
            String logicalResourceId,
            String physicalResourceId,
            String resourceType,
            String resourceStatus,
            String resourceStatusReason,
            String resourceProperties,
            String clientRequestToken) {}

    Stack(String name, String arn) {
        this.name = name;
        this.id = arn;
    }

    synchronized String status() {
        return status;
    }

    /** Throws a ValidationError if a change set like this can't be made for it in its state. */
    synchronized void requireReadyFor(ChangeSet.Request request) {
        boolean isNew = status.equals(REVIEW);
        Template.refuse(
                request.type().equals("CREATE") && !isNew,
                "Stack [" + request.stackName() + "] already exists and cannot be created again with the"
                        + " changeSet [" + request.changeSetName() + "].");
        Template.refuse(
                isNew
                        ? request.type().equals("UPDATE")
                        : status.matches("ROLLBACK_COMPLETE|.*_FAILED|.*_IN_PROGRESS|DELETE_COMPLETE"),
                "Stack:" + id + " is in " + status + " state and can not be updated.");
    }

    synchronized void status(String status, String reason) {
        this.status = status;
        this.reason = reason;
        if (status.endsWith("ROLLBACK_IN_PROGRESS")) {
            operations = List.of(Operation.of("ROLLBACK"), operations.get(0));
        } else if (status.matches("[A-Z]+_IN_PROGRESS")) {
            operations = List.of(Operation.of(status.replace("IN_PROGRESS", "STACK")));
        }
        updatedAt = status.matches("(CREATE|UPDATE)_IN_PROGRESS") ? Instant.now() : updatedAt;
        event(status, reason);
        changedAt = events.getFirst().timestamp();
    }

    /** The first that happens to it: a change set is made. */
    void review(ChangeSet changeSet) {
        operations = List.of(changeSet.operation());
        reason = "User Initiated";
        event(REVIEW, reason);
    }

    void event(String status, String reason) {
        event(name, id, "AWS::CloudFormation::Stack", status, reason, null);
    }

    private synchronized void event(
            String logicalId, String physicalId, String type, String status, String reason, String properties) {
        if (events.size() == EVENTS_KEPT) {
            events.removeLast();
        }
        Instant now = Instant.now();
        if (!events.isEmpty()) {
            Instant next = events.getFirst().timestamp().plusMillis(1); // clients sort by milliseconds
            now = now.isBefore(next) ? next : now;
        }
        String happened = logicalId + "-" + status + "-" + Json.milliseconds(now);
        String eventId = properties == null ? UUID.randomUUID().toString() : happened;
        events.addFirst(new Event(
                operations.get(0), eventId, now, logicalId, physicalId, type, status, reason, properties, token));
    }

    void event(StackResource resource, String status, String reason) {
        String properties = Json.write(resource.shown());
        event(resource.logicalId(), resource.physical().ref(), resource.type(), status, reason, properties);
    }

    /** Newest first, as AWS answers. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** What happened last to a resource that is there; nothing if that was too long ago. */
    synchronized Optional<Event> last(StackResource resource) {
        return events.stream()
                .filter(event -> event.logicalResourceId().equals(resource.logicalId())
                        && event.physicalResourceId().equals(resource.physical().ref()))
                .findFirst();
    }

    synchronized StackResource resource(String logicalId) {
        return resources.get(logicalId);
    }

    synchronized Map<String, StackResource> resources() {
        return new LinkedHashMap<>(resources);
    }

    synchronized void put(StackResource resource) {
        resources.put(resource.logicalId(), resource);
    }

    /** Puts these after all others, in this order: what refers to something is deleted before it. */
    synchronized void arrange(List<String> logicalIds) {
        logicalIds.forEach(id -> resources.put(id, resources.remove(id)));
    }

    synchronized void remove(StackResource resource) {
        resources.remove(resource.logicalId(), resource);
    }

    void deployed(ChangeSet changeSet, Map<String, String> outputs) {
        Map<String, String> tags = changeSet.request().tags();
        List<String> capabilities = changeSet.request().capabilities();
        content =
                new Content(changeSet.id(), changeSet.template(), changeSet.parameters(), tags, capabilities, outputs);
    }
}
