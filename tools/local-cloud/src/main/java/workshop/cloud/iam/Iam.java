package workshop.cloud.iam;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.iam.Caller.Owner;
import workshop.cloud.iam.Caller.ServicePrincipal;
import workshop.cloud.iam.Caller.Session;
import workshop.cloud.iam.Policy.Decision;

/**
 * The account's identities and what they may do.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class Iam {
    private static final String LOGS_POLICY_ARN = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    private static final String LOGS_POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
             "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]}]}""";

    /** The roles that AWS makes in an account, for its services and for who signs in; a session's ARN leaves out the path. */
    private static final String OF_AWS =
            ".*(:role/aws-(service-role|reserved)/|:assumed-role/AWS(ServiceRoleFor|ReservedSSO_)).+";

    private final Caller owner;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    final Map<String, Role> roles = new ConcurrentHashMap<>();
    final Map<String, Policy> managedPolicies = new ConcurrentHashMap<>();
    private volatile BiPredicate<String, String> revoked = (session, action) -> false;
    private volatile Refusals refusals = (caller, action, resource, reason) -> {};

    public Iam() {
        this.owner = new Caller.Owner(Arn.withoutRegion("iam", "root"));
        managedPolicies.put(LOGS_POLICY_ARN, Policy.of(Json.read(LOGS_POLICY)));
    }

    @FunctionalInterface
    public interface Refusals {
        void refused(Caller caller, String action, String resource, String reason);
    }

    /** Opens a session of a role; requests signed with these credentials come from it. */
    public Credentials assume(String roleArn, String sessionName) {
        String key = "ASIA"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase();
        sessions.put(key, session(roleArn, sessionName, key));
        return new Credentials(
                key, UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }

    /** Says what led to all that a session asks for from now on: the number of the hop that set it to work. */
    public void works(String accessKeyId, long hop) {
        sessions.computeIfPresent(
                accessKeyId, (key, session) -> new Session(session.arn(), session.roleArn(), key, List.of(hop), ""));
    }

    public void end(Credentials credentials) {
        sessions.remove(credentials.accessKeyId());
    }

    /** Who a service is when it acts for a role. */
    public Caller session(String roleArn, String sessionName) {
        return session(roleArn, sessionName, "");
    }

    private Session session(String roleArn, String sessionName, String accessKeyId) {
        String arn =
                Arn.withoutRegion("sts", "assumed-role/" + Arn.parse(roleArn).name() + "/" + sessionName);
        return new Session(arn, roleArn, accessKeyId, List.of(), "");
    }

    /** Who signs with this access key; a key that starts like a session's but is none is refused. */
    public Caller caller(String accessKeyId) {
        Caller session = sessions.get(accessKeyId);
        if (session == null && accessKeyId.startsWith("ASIA")) {
            throw new AwsError(403, "ExpiredTokenException", "The security token included in the request is expired");
        }
        return session == null ? owner : session;
    }

    public Caller owner() {
        return owner;
    }

    /** Returns if a role lets a service assume it; else throws that it is of another account, or this. */
    public void pass(String roleArn, String service, Supplier<AwsError> refusal) {
        if (isElsewhere(roleArn)) {
            throw AwsError.accessDenied("Cross-account pass role is not allowed.");
        }
        Role role = roles.get(roleArn);
        if (role == null || !role.trusts(new ServicePrincipal(service, ""))) {
            throw refusal.get();
        }
    }

    /** Whether a role of the account trusts a session of another role: it, or the whole account, whose policies then decide. */
    public boolean trusts(String roleArn, Caller caller) {
        Role role = roles.get(roleArn);
        return role != null && caller instanceof Session && (role.trusts(caller) || role.trusts(owner));
    }

    /** Whether the policies of a role allow an action; false if there is no such role. */
    public boolean allows(String roleArn, String action, String resource) {
        Role role = roles.get(roleArn);
        return role != null && role.decide(action, resource) == Decision.ALLOWED;
    }

    /** Returns if the caller's policies allow the action on the resource; else throws AccessDenied in AWS's wording. */
    public void authorize(Caller caller, String action, String resource) {
        authorize(caller, action, resource, List.of());
    }

    /**
     * The same where the resource has policies too: within an account either its or the caller's may allow, and a service
     * has none but the resource's. In another account, of which nothing is known here, none allows anything.
     */
    public void authorize(Caller caller, String action, String resource, Collection<Policy> ofResource) {
        Decision its = Policy.decide(ofResource, caller, action, resource);
        if (its == Decision.DENIED) {
            throw refusal(caller, action, resource, " with an explicit deny in a resource-based policy");
        }
        Decision decision = decide(caller, action, resource);
        if (decision == Decision.DENIED
                || its == Decision.SILENT && (decision == Decision.SILENT || isElsewhere(resource))) {
            throw refusal(caller, action, resource, reason(caller, action, decision));
        }
    }

    private boolean isElsewhere(String resource) {
        String[] parts = resource.split(":", 6);
        return parts.length == 6 && !parts[4].isEmpty() && !parts[4].equals(Options.ACCOUNT_ID);
    }

    private Decision decide(Caller caller, String action, String resource) {
        if (caller instanceof Owner) {
            return Decision.ALLOWED;
        }
        if (!(caller instanceof Session session) || revoked.test(session.session(), action)) {
            return Decision.SILENT;
        }
        Role role = roles.get(session.roleArn());
        return role == null ? Decision.SILENT : role.decide(action, resource);
    }

    private static String reason(Caller caller, String action, Decision decision) {
        String policy = caller instanceof ServicePrincipal || decision == Decision.ALLOWED
                ? "resource-based policy"
                : "identity-based policy";
        return decision == Decision.DENIED
                ? " with an explicit deny in an " + policy
                : " because no " + policy + " allows the " + action + " action";
    }

    private AwsError refusal(Caller caller, String action, String resource, String reason) {
        refusals.refused(caller, action, resource, reason.strip());
        return AwsError.accessDenied((caller instanceof ServicePrincipal ? "" : "User: ") + caller.arn()
                + " is not authorized to perform: " + action + " on resource: " + resource + reason);
    }

    public void onRefusal(Refusals callback) {
        refusals = callback;
    }

    /** Asks before each decision whether a session has lost an action, whatever its policies say. */
    public void revokeIf(BiPredicate<String, String> sessionAndAction) {
        revoked = sessionAndAction;
    }

    Policy managedPolicy(String arn) {
        return Optional.ofNullable(managedPolicies.get(arn))
                .orElseThrow(() -> Arn.parse(arn).account().equals("aws")
                        ? AwsError.notHere("the managed policy " + arn)
                        : new AwsError(404, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable."));
    }

    /** Attaches a policy to these roles, and to no other; changes nothing if one of them is not there or can't take it. */
    void attach(String id, Policy policy, List<String> roleNames) {
        List<Role> to = roleNames.stream().map(name -> role(roleArn(name))).toList();
        to.forEach(role -> role.checkSize(id, policy));
        roles.values().forEach(role -> role.detach(id));
        to.forEach(role -> role.attach(id, policy));
    }

    /**
     * Deletes a role; throws if other resources still attach policies to it.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html">DeleteRole</a>
     */
    void delete(String roleArn) {
        Role role = roles.get(roleArn);
        List<String> attached = role == null ? List.of() : role.attached(Role.ATTACHED);
        if (!attached.isEmpty()) {
            boolean managed = attached.stream().anyMatch(id -> id.contains("arn:"));
            throw conflict("Cannot delete entity, must " + (managed ? "detach all" : "delete") + " policies first.");
        }
        roles.remove(roleArn);
    }

    /**
     * Takes a managed policy from the roles to which it attaches itself, and deletes it; throws if other roles have it.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html">DeletePolicy</a>
     */
    void deleteManaged(String arn) {
        attach(Role.ATTACHED + arn, null, List.of());
        if (roles.values().stream().anyMatch(role -> role.policies.containsKey(arn))) {
            throw conflict("Cannot delete a policy attached to entities.");
        }
        managedPolicies.remove(arn);
    }

    private static AwsError conflict(String message) {
        return new AwsError(409, "DeleteConflict", message);
    }

    /**
     * What is wrong with the principals of a policy, as IAM says it. Those of other accounts are taken as there; of this
     * one there are roles, and no users.
     */
    public Optional<String> invalidPrincipal(Policy policy) {
        return Grammar.ofPrincipals(policy.document(), this::isMissing).stream().findFirst();
    }

    private boolean isMissing(String principal) {
        String session = Arn.withoutRegion("sts", "assumed-role/");
        String arn = principal.startsWith(session) ? roleArn(principal.split("/")[1]) : principal;
        return arn.startsWith(Arn.withoutRegion("iam", ""))
                && !arn.equals(owner.arn())
                && !roles.containsKey(arn)
                && !principal.matches(OF_AWS);
    }

    Role role(String arn) {
        String missing = "The role with name " + Arn.parse(arn).name() + " cannot be found.";
        return Optional.ofNullable(roles.get(arn)).orElseThrow(() -> new AwsError(404, "NoSuchEntity", missing));
    }

    /** Its path is in it; without one if there is no role of this name. */
    String roleArn(String name) {
        return roles.keySet().stream()
                .filter(arn -> Arn.parse(arn).name().equals(name))
                .findFirst()
                .orElse(Arn.withoutRegion("iam", "role/" + name));
    }
}
