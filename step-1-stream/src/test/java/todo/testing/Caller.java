package todo.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
    private static final String OTHER = "999999999999";
    private static final Pattern ACCOUNT = Pattern.compile("(?<!\\d)\\d{12}(?!\\d)");
    private static final String TLS = "aws:securetransport";
    private static final String IS_SERVICE = "aws:principalisawsservice";

    /** Whoever it is, whose request comes encrypted or not. */
    static final Caller WITH_TLS = new Caller("*", "", Map.of(TLS, "true"));

    static final Caller WITHOUT_TLS = new Caller("*", "", Map.of(TLS, "false"));

    /** A function of the stack: with the permissions of its role, and encrypted, as every SDK does. */
    public static Caller function(Values values, Resource function) {
        return role(values.text(function.properties().get("Role")), values.account(), values.account());
    }

    private static Caller role(String arn, String account, String ofResource) {
        return new Caller(
                arn,
                account,
                Map.of(
                        TLS,
                        "true",
                        IS_SERVICE,
                        "false",
                        "aws:principalarn",
                        arn,
                        "aws:principalaccount",
                        account,
                        "aws:resourceaccount",
                        ofResource));
    }

    /** Who is outside this account and has this name in a policy: everybody, a service on behalf of others, or who is named. */
    static List<Caller> outside(String name, String account) {
        if (name.equals("*")) {
            return List.of(
                    role("arn:aws:iam::" + OTHER + ":role/theirs", OTHER, account), ofOthers("events.amazonaws.com"));
        }
        if (name.endsWith(".amazonaws.com")) {
            return List.of(ofOthers(name));
        }
        return ACCOUNT.matcher(name)
                .results()
                .map(MatchResult::group)
                .filter(id -> !id.equals(account))
                .map(id -> role(name, id, account))
                .toList();
    }

    private static Caller ofOthers(String service) {
        String prefix = service.replaceFirst("\\..*", "");
        String what =
                Map.of("events", "rule/theirs", "lambda", "function:theirs").getOrDefault(prefix, "theirs");
        return service(service, "arn:aws:" + prefix + ":eu-central-1:" + OTHER + ":" + what);
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
