package todo.testing;

import java.util.HashMap;
import java.util.Map;
import todo.testing.StackTemplate.Resource;

/**
 * Who makes a request.
 *
 * @param principal the ARN of a role, or the name of a service
 * @param account where the role is; empty for a service
 * @param keys the condition keys that the request brings, in small letters
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Condition keys of
 *     every request</a>
 */
public record Caller(String principal, String account, Map<String, String> keys) {
    private static final String TLS = "aws:securetransport";
    private static final String IS_SERVICE = "aws:principalisawsservice";

    /** Whoever it is, whose request comes encrypted or not. */
    static final Caller WITH_TLS = new Caller("*", "", Map.of(TLS, "true"));

    static final Caller WITHOUT_TLS = new Caller("*", "", Map.of(TLS, "false"));

    /** A function of the stack: with the permissions of its role, and encrypted, as every SDK does. */
    public static Caller function(Values values, Resource function) {
        String role = values.text(function.properties().get("Role"));
        return new Caller(
                role,
                values.account(),
                Map.of(
                        TLS,
                        "true",
                        IS_SERVICE,
                        "false",
                        "aws:principalarn",
                        role,
                        "aws:principalaccount",
                        values.account(),
                        "aws:resourceaccount",
                        values.account()));
    }

    /** A service on behalf of a resource, such as EventBridge on behalf of a rule. */
    public static Caller service(String name, String sourceArn) {
        return new Caller(
                name,
                "",
                Map.of(
                        TLS,
                        "true",
                        IS_SERVICE,
                        "true",
                        "aws:sourcearn",
                        sourceArn,
                        "aws:sourceaccount",
                        sourceArn.split(":")[4]));
    }

    boolean isService() {
        return principal.endsWith(".amazonaws.com");
    }

    /** What a person calls it. */
    String word() {
        return isService() ? principal : "the function's role";
    }

    /** The same with more condition keys. */
    Caller with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(keys);
        all.putAll(more);
        return new Caller(principal, account, all);
    }

    /** Whether a name in a policy stands for this one, or for all of its account. */
    boolean isIn(String name) {
        return name.equals(principal) || isAccount(name);
    }

    /** Whether a name in a policy is that of the account: it denies to all in it, but allows only what their roles allow, too. */
    boolean isAccount(String name) {
        return !account.isEmpty() && name.matches("(arn:aws:iam::)?" + account + "(:root)?");
    }
}
