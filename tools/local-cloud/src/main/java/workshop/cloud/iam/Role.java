package workshop.cloud.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import workshop.cloud.iam.Policy.Decision;

/** A role: who may assume it, and what it may do. */
final class Role {
    /** How the names of policies begin that other resources attach, not the role's own declaration. */
    static final String ATTACHED = "attached ";

    private static final int MAX_SIZE = 10_240;

    private final String name;
    private final Policy trust;
    final Map<String, Policy> policies = new ConcurrentHashMap<>();
    private final Map<String, Decision> decided = new ConcurrentHashMap<>();

    Role(String name, Policy trust) {
        this.name = name;
        this.trust = trust;
    }

    boolean trusts(Caller principal) {
        return Policy.decide(List.of(trust), principal, "sts:AssumeRole", "*") == Decision.ALLOWED;
    }

    /** Throws if the policies that are its own, and not managed ones, become too long together. */
    void checkSize(String id, Policy policy) {
        Map<String, Policy> own = new HashMap<>(policies);
        own.put(id, policy);
        own.keySet().removeIf(its -> its.contains("arn:"));
        Policy.limit(MAX_SIZE, "Maximum policy size of " + MAX_SIZE + " bytes exceeded for role " + name, own.values());
    }

    void attach(String id, Policy policy) {
        checkSize(id, policy);
        policies.put(id, policy);
        decided.clear();
    }

    void replace(String name, Policy policy) {
        if (policies.replace(name, policy) != null) {
            decided.clear();
        }
    }

    void detach(String name) {
        policies.remove(name);
        decided.clear();
    }

    /** The policies that other resources attach to it and whose ids begin so. */
    List<String> attached(String start) {
        return policies.keySet().stream().filter(id -> id.startsWith(start)).toList();
    }

    Decision decide(String action, String resource) {
        return decided.computeIfAbsent(
                action + " " + resource, key -> Policy.decide(policies.values(), action, resource));
    }
}
