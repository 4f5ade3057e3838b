package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.faults.Faults;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

/**
 * What a service can do, by operation name. Every call is first held against the members that the operation takes, then
 * against the caller's policies and the faults asked for; only then the operation itself runs.
 */
public final class Operations {
    /** Of what is no service of AWS's. */
    static final Operations NONE = new Operations("", null, null);

    private final String service;
    private final Faults faults;
    private Authorization authorization;
    private String invalid = "ValidationException";
    private Function<ObjectNode, ? extends Collection<String>> resources = input -> List.of("*");
    private final Map<String, Entry> entries = new TreeMap<>();

    /** One operation of a service: its input as AWS's API reference names it, its output likewise. */
    @FunctionalInterface
    public interface Operation {

        /** Does it; throws {@link AwsError} for what AWS would answer with an error. */
        JsonNode call(Caller caller, ObjectNode input);
    }

    private record Entry(
            String action,
            Members members,
            Function<ObjectNode, ? extends Collection<String>> resources,
            Operation operation) {}

    /** @param service the IAM prefix, such as {@code events} */
    public Operations(String service, Iam iam, Faults faults) {
        this.service = service;
        this.authorization = (caller, action, resource) -> iam.authorize(caller, action, resource);
        this.faults = faults;
    }

    /** Decides whether a call may happen; throws {@link AwsError} if not. */
    @FunctionalInterface
    public interface Authorization {
        void check(Caller caller, String action, String resource);
    }

    /** Lets a service whose resources have policies of their own, or whose refusal has another code, decide itself. */
    public Operations authorizedBy(Authorization authorization) {
        this.authorization = authorization;
        return this;
    }

    /** The service's own code for a value out of bounds; {@code ValidationException} if it has none. */
    public Operations invalid(String code) {
        invalid = code;
        return this;
    }

    /** What the operations declared next act on: the ARN that policies speak of. */
    public Operations about(Function<ObjectNode, String> resource) {
        return aboutEach(input -> List.of(resource.apply(input)));
    }

    /** The same for operations that act on several resources, each of which the caller must be allowed. */
    public Operations aboutEach(Function<ObjectNode, ? extends Collection<String>> several) {
        resources = several;
        return this;
    }

    /** Those declared next act on no resource in particular. */
    public Operations aboutAll() {
        return about(input -> "*");
    }

    /** An operation whose IAM action has its own name. */
    public Operations on(String name, Members members, Operation operation) {
        return on(name, service + ":" + name, members, operation);
    }

    public Operations on(String name, Members members, Function<ObjectNode, ? extends JsonNode> operation) {
        return on(name, members, (caller, input) -> operation.apply(input));
    }

    public Operations run(String name, Members members, Consumer<ObjectNode> operation) {
        return on(name, members, input -> {
            operation.accept(input);
            return Json.object();
        });
    }

    /** An operation whose IAM action is named otherwise, such as {@code sns:Publish} for PublishBatch. */
    public Operations on(String name, String action, Members members, Operation operation) {
        entries.put(name, new Entry(action, members, resources, operation));
        return this;
    }

    public Map<String, Members> members() {
        Map<String, Members> members = new TreeMap<>();
        entries.forEach((name, entry) -> members.put(name, entry.members));
        return members;
    }

    public Map<String, String> actions() {
        Map<String, String> actions = new TreeMap<>();
        entries.forEach((name, entry) -> actions.put(name, entry.action));
        return actions;
    }

    public JsonNode call(String name, Caller caller, ObjectNode input) {
        return call(name, caller, input, Reading.JSON);
    }

    /** Calls an operation by name; an unknown one, or one with a member that it doesn't take, is an error that names it. */
    public JsonNode call(String name, Caller caller, ObjectNode input, Reading reading) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw AwsError.notHere("the operation " + service + ":" + name + " (it has " + entries.keySet() + ")");
        }
        Violations.refuse(entry.members, input, reading, service + ":" + name, invalid);
        entry.resources.apply(input).forEach(resource -> authorization.check(caller, entry.action, resource));
        return withoutNulls(faults.around(service, name, caller, () -> entry.operation.call(caller, input)));
    }

    /** A member without a value is not answered. */
    private static JsonNode withoutNulls(JsonNode output) {
        output.properties().removeIf(member -> member.getValue().isNull());
        output.forEach(Operations::withoutNulls);
        return output;
    }
}
