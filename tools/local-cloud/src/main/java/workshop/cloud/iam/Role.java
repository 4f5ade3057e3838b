package workshop.cloud.iam;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import workshop.cloud.iam.Policy.Decision;

/** A role: who may assume it, and what it may do. */
final class Role {
    /** How the names of policies begin that other resources attach, not the role's own declaration. */
    static final String ATTACHED = "attached ";

    private final Policy trust;
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();
    private final Map<String, Decision> decided = new ConcurrentHashMap<>();

    Role(Policy trust) {
        this.trust = trust;
    }

    boolean trusts(String service) {
        Caller principal = new Caller.ServicePrincipal(service, "");
        return Policy.decide(List.of(trust), principal, "sts:AssumeRole", "*") == Decision.ALLOWED;
    }

    void attach(String name, Policy policy) {
        policies.put(name, policy);
        decided.clear();
    }

    /** Attaches a newer version of a policy, if it is attached. */
    void replace(String name, Policy policy) {
        if (policies.replace(name, policy) != null) {
            decided.clear();
        }
    }

    void detach(String name) {
        policies.remove(name);
        decided.clear();
    }

    Map<String, Policy> policies() {
        return policies;
    }

    Decision decide(String action, String resource) {
        return decided.computeIfAbsent(action + " " + resource, key -> {
            Decision decision = Decision.SILENT;
            for (Policy policy : policies.values()) {
                Decision its = policy.ofIdentity(action, resource);
                if (its == Decision.DENIED) {
                    return its;
                }
                decision = its == Decision.ALLOWED ? its : decision;
            }
            return decision;
        });
    }
}
