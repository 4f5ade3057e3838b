package workshop.cloud.iam;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Names;
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

    private final Names names;
    private final Caller owner;
    private final Map<String, Caller> sessions = new ConcurrentHashMap<>();
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final Map<String, Policy> managedPolicies = new ConcurrentHashMap<>();
    private volatile BiPredicate<String, String> revoked = (session, action) -> false;

    public Iam(Names names) {
        this.names = names;
        this.owner = new Caller.Owner(names.globalArn("iam", "root"));
        managedPolicies.put(LOGS_POLICY_ARN, Policy.of(Json.read(LOGS_POLICY)));
    }

    /** Opens a session of a role; requests signed with these credentials come from it. */
    public Credentials assume(String roleArn, String sessionName) {
        String key = "ASIA"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase();
        sessions.put(key, session(roleArn, sessionName, key));
        return new Credentials(
                key, UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }

    /** Ends a session; its key is the owner's no longer, nor anyone's. */
    public void end(Credentials credentials) {
        sessions.remove(credentials.accessKeyId());
    }

    /** Who a service is when it acts for a role. */
    public Caller session(String roleArn, String sessionName) {
        return session(roleArn, sessionName, "");
    }

    private Caller.Session session(String roleArn, String sessionName, String accessKeyId) {
        String role = Arn.parse(roleArn).name();
        return new Caller.Session(
                names.globalArn("sts", "assumed-role/" + role + "/" + sessionName), roleArn, accessKeyId);
    }

    /** Who signs with this access key; a key that starts like a session's but is none is refused. */
    public Caller caller(String accessKeyId) {
        Caller session = sessions.get(accessKeyId);
        if (session == null && accessKeyId.startsWith("ASIA")) {
            throw new AwsError(403, "ExpiredTokenException", "The security token included in the request is expired");
        }
        return session == null ? owner : session;
    }

    /** The account's owner, who may do everything. */
    public Caller owner() {
        return owner;
    }

    /** Whether the role lets a service assume it; false if there is no such role. */
    public boolean trusts(String roleArn, String service) {
        Role role = roles.get(roleArn);
        return role != null && role.trusts(service);
    }

    /** Returns if the caller's policies allow the action on the resource; else throws AccessDenied in AWS's wording. */
    public void authorize(Caller caller, String action, String resource) {
        authorize(caller, action, resource, List.of());
    }

    /**
     * The same where the resource has policies too: within an account either its or the caller's may allow, and a service
     * has none but the resource's.
     */
    public void authorize(Caller caller, String action, String resource, Collection<Policy> ofResource) {
        Decision its = Policy.decide(ofResource, caller, action, resource);
        if (its == Decision.DENIED) {
            throw AwsError.accessDenied(
                    who(caller, action, resource) + " with an explicit deny in a resource-based policy");
        }
        Decision decision = decide(caller, action, resource);
        if (decision == Decision.DENIED || decision == Decision.SILENT && its == Decision.SILENT) {
            throw denied(caller, action, resource, decision);
        }
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

    private static AwsError denied(Caller caller, String action, String resource, Decision decision) {
        String policy = caller instanceof ServicePrincipal ? "resource-based policy" : "identity-based policy";
        return AwsError.accessDenied(who(caller, action, resource)
                + (decision == Decision.DENIED
                        ? " with an explicit deny in an " + policy
                        : " because no " + policy + " allows the " + action + " action"));
    }

    private static String who(Caller caller, String action, String resource) {
        return (caller instanceof ServicePrincipal ? "" : "User: ") + caller.arn() + " is not authorized to perform: "
                + action + " on resource: " + resource;
    }

    /** Asks before each decision whether a session has lost an action, whatever its policies say. */
    public void revokeIf(BiPredicate<String, String> sessionAndAction) {
        revoked = sessionAndAction;
    }

    /** Policies of their own, by ARN. */
    Map<String, Policy> managedPolicies() {
        return managedPolicies;
    }

    /** A policy of its own; throws if there is none. */
    Policy managedPolicy(String arn) {
        Policy policy = managedPolicies.get(arn);
        if (policy == null && arn.contains("::aws:")) {
            throw AwsError.notHere("the managed policy " + arn);
        }
        if (policy == null) {
            throw new AwsError(404, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.");
        }
        return policy;
    }

    /** The ARN of a policy, by its path and name. */
    String policyArn(String path) {
        return names.globalArn("iam", "policy" + path);
    }

    /** Attaches a policy to these roles, and to no other. */
    void attach(String id, Policy policy, List<String> roleNames) {
        roles.values().forEach(role -> role.detach(id));
        roleNames.forEach(name -> role(roleArn(name)).attach(id, policy));
    }

    Map<String, Role> roles() {
        return roles;
    }

    Role role(String arn) {
        Role role = roles.get(arn);
        if (role == null) {
            throw new AwsError(
                    404, "NoSuchEntity", "The role with name " + Arn.parse(arn).name() + " cannot be found.");
        }
        return role;
    }

    String roleArn(String name) {
        return names.globalArn("iam", "role/" + name);
    }
}
