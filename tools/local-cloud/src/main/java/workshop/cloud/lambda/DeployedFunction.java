package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.DeliveryQueue;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.iam.Policy;
import workshop.cloud.lambda.Invocation.Result;

/**
 * A function with what belongs to it: its versions, aliases, permissions, and how it is invoked asynchronously.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html">Versions</a>
 */
final class DeployedFunction {
    private static final int MAX_POLICY = 20_480;
    private static final int AT_ONCE = 4;

    private volatile Environments latest;
    private final Map<Integer, Environments> versions = new ConcurrentSkipListMap<>();
    final Map<String, Alias> aliases = new ConcurrentSkipListMap<>();
    final Map<String, EventInvokeConfig> configs = new ConcurrentHashMap<>();
    private final Map<String, List<Policy>> permissions = new ConcurrentHashMap<>();
    final DeliveryQueue asynchronous;
    private final AtomicInteger published;
    private JsonNode asPublished;
    private int running;

    /**
     * @param published the last number that a version had, of a function of this name that was deleted, too
     * @param minute what one minute of AWS's waiting between two asynchronous attempts lasts here
     */
    DeployedFunction(Environments latest, AtomicInteger published, Duration minute) {
        this.latest = latest;
        this.published = published;
        this.asynchronous = new DeliveryQueue("async-" + latest.function.name(), AT_ONCE, minute);
    }

    LambdaFunction function() {
        return latest.function;
    }

    /** The processes of a new state of the function take over. */
    void deploy(Environments newer) {
        Environments before = latest;
        latest = newer;
        before.close();
    }

    /** Where a version or an alias runs; null if there is none such. */
    Environments environments(String qualifier) {
        Alias alias = aliases.get(qualifier);
        String version = alias == null ? qualifier : alias.version();
        if (version.equals(FunctionName.LATEST)) {
            return latest;
        }
        return version.matches("\\d{1,9}") ? versions.get(Integer.valueOf(version)) : null;
    }

    /** Runs an invocation to its end; throws TooManyRequests beyond the reserved concurrency. */
    Result run(Environments environments, Invocation invocation, Effect fault) throws InterruptedException {
        enter();
        try {
            return environments.run(invocation, fault);
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        int most = function().reservedConcurrency();
        if (most >= 0 && running >= most) {
            String reason = "ReservedFunctionConcurrentInvocationLimitExceeded";
            ObjectNode members = Json.object().put("Type", "User").put("Reason", reason);
            throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.", members);
        }
        running++;
    }

    private synchronized void leave() {
        running--;
    }

    /** Where each version runs, the latest state first. */
    List<Environments> everywhere() {
        List<Environments> all = new ArrayList<>(List.of(latest));
        all.addAll(versions.values());
        return all;
    }

    List<LambdaFunction> versions() {
        return everywhere().stream().map(environments -> environments.function).toList();
    }

    /** The number that a new version gets; throws if nothing has changed since the last one. */
    synchronized int nextVersion() {
        JsonNode now = function().json("").without(List.of("LastModified", "RevisionId"));
        if (now.equals(asPublished) && versions.containsKey(published.get())) {
            throw Lambda.conflict("A version for this Lambda function exists ( " + published
                    + " ). Modify the function to create a new version.");
        }
        asPublished = now;
        return published.incrementAndGet();
    }

    void publish(Environments version) {
        versions.put(Integer.valueOf(version.function.version()), version);
    }

    /** Deletes a version; throws if an alias points to it. */
    void remove(String version) {
        List<String> pointing = aliases.values().stream()
                .filter(alias -> alias.version().equals(version))
                .map(Alias::name)
                .toList();
        if (!pointing.isEmpty()) {
            throw Lambda.conflict("Unable to delete version because the following aliases reference it: " + pointing);
        }
        Optional.ofNullable(versions.remove(Integer.valueOf(version))).ifPresent(Environments::close);
    }

    /** The policy of the function, or of one of its versions or aliases, statement by statement as they were added. */
    List<Policy> policies(String qualifier) {
        return permissions.computeIfAbsent(qualifier, name -> new CopyOnWriteArrayList<>());
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Quotas</a> */
    void permit(String qualifier, Policy policy) {
        List<Policy> all = new ArrayList<>(policies(qualifier));
        all.add(policy);
        int size = Policy.text("default", all).length();
        AwsError.refuse(
                size > MAX_POLICY,
                "PolicyLengthExceededException",
                "The final policy size (" + size + ") is bigger than the limit (" + MAX_POLICY + ").");
        policies(qualifier).add(policy);
    }

    void forbid(String qualifier, String id) {
        policies(qualifier)
                .removeIf(policy ->
                        policy.document().at("/Statement/0/Sid").asText().equals(id));
    }
}
