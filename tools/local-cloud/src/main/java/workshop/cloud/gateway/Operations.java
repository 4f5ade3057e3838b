package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.faults.Faults;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;

/**
 * What a service can do, by operation name. Every call first passes the caller's policies and the faults asked for;
 * only then the operation itself runs.
 */
public final class Operations {
    private final String service;
    private final Faults faults;
    private Authorization authorization;
    private final Map<String, Entry> entries = new TreeMap<>();

    private record Entry(String action, Function<ObjectNode, String> resource, Operation operation) {}

    /** @param service the IAM prefix, such as {@code events} */
    public Operations(String service, Iam iam, Faults faults) {
        this.service = service;
        this.authorization = iam::authorize;
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

    /** An operation whose IAM action has its own name; {@code resource} gives the ARN that it acts on. */
    public Operations on(String name, Function<ObjectNode, String> resource, Operation operation) {
        return on(name, service + ":" + name, resource, operation);
    }

    /** An operation that acts on no resource in particular. */
    public Operations on(String name, Operation operation) {
        return on(name, input -> "*", operation);
    }

    /** An operation whose IAM action is named otherwise, such as {@code sns:Publish} for PublishBatch. */
    public Operations on(String name, String action, Function<ObjectNode, String> resource, Operation operation) {
        entries.put(name, new Entry(action, resource, operation));
        return this;
    }

    /** Calls an operation by name; an unknown one is an error that names it. */
    public JsonNode call(String name, Caller caller, ObjectNode input) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw AwsError.notHere("the operation " + service + ":" + name + " (it has " + entries.keySet() + ")");
        }
        authorization.check(caller, entry.action, entry.resource.apply(input));
        return faults.around(service, name, caller, () -> entry.operation.call(caller, input));
    }
}
