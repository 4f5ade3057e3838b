package workshop.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.iam.Caller.Owner;
import workshop.cloud.iam.Caller.ServicePrincipal;
import workshop.cloud.iam.Caller.Session;

/**
 * One statement of a policy, compiled.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html">Statement</a>
 */
final class Statement {
    /** In the order in which services answer them. */
    static final List<String> ELEMENTS =
            List.of("Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "));

    private static final String ACCOUNT = "(arn:aws:iam::)?" + Options.ACCOUNT_ID + "(:root)?";

    final boolean allow;
    private final Predicate<String> actions;
    private final Predicate<String> resources;
    private final JsonNode principal;
    private final Predicate<Map<String, String>> condition;

    /** Throws {@link AwsError} naming what the local cloud can't evaluate: nothing is silently taken as allowed. */
    Statement(ObjectNode statement) {
        notHere(statement).findFirst().ifPresent(message -> {
            throw AwsError.validation(message);
        });
        allow = statement.path("Effect").asText().equals("Allow");
        actions = named(statement, "Action", action -> glob(action, Pattern.CASE_INSENSITIVE));
        resources = named(statement, "Resource", resource -> glob(completed(resource), 0));
        principal = statement.path("Principal");
        condition = Condition.of(statement.path("Condition"));
    }

    /** What the local cloud can't evaluate in a statement. What {@code Fn::Sub} gives is looked at once it is known. */
    static Stream<String> notHere(JsonNode statement) {
        Stream<String> variables = Stream.of(statement.toString())
                .filter(text -> text.contains("${") && statement.findValue("Fn::Sub") == null)
                .map("The local cloud can't evaluate the variables of a policy: "::concat);
        Stream<String> elements = Stream.of("NotPrincipal")
                .filter(statement::has)
                .map("The local cloud can't evaluate the element of a policy statement "::concat);
        return Stream.of(variables, elements, Condition.notHere(statement.path("Condition")))
                .flatMap(found -> found);
    }

    boolean matches(String action, String resource, Map<String, String> context) {
        return actions.test(action) && resources.test(resource) && condition.test(context);
    }

    /**
     * Whether a resource policy's statement speaks of this principal: a service, a role, its session, or the account. Whom
     * it allows an account something, it allows the owner: who else is in it needs a policy of one's own.
     */
    boolean isAbout(Caller caller) {
        JsonNode everybody = principal.isTextual() ? principal : principal.path("AWS");
        if (Json.each(everybody).stream().map(JsonNode::asText).anyMatch("*"::equals)) {
            return true;
        }
        String kind = caller instanceof ServicePrincipal ? "Service" : "AWS";
        Set<String> who = caller instanceof Session it ? Set.of(it.roleArn(), it.arn()) : Set.of(caller.arn());
        boolean isOfAccount = caller instanceof Owner || caller instanceof Session && !allow;
        return Json.each(principal.path(kind)).stream()
                .map(JsonNode::asText)
                .anyMatch(text -> who.contains(text) || isOfAccount && text.matches(ACCOUNT));
    }

    /** Whether an element of a statement names a text; all are named where there is no such element. */
    private static Predicate<String> named(JsonNode statement, String element, Function<String, Pattern> compile) {
        boolean isNegated = statement.has("Not" + element);
        Predicate<String> named = Json.each(statement.path(isNegated ? "Not" + element : element)).stream()
                .map(pattern -> compile.apply(pattern.asText()).asMatchPredicate())
                .reduce(text -> !isNegated && !statement.has(element), Predicate::or);
        return isNegated ? named.negate() : named;
    }

    /** What an ARN lacks at its end may be anything, and what comes before its first colon isn't read. */
    static String completed(String resource) {
        String arn = resource.replaceFirst("^[^:]*:", "arn:");
        return resource.contains(":") ? arn + ":*".repeat(Math.max(0, 6 - arn.split(":", -1).length)) : resource;
    }

    /** IAM's wildcards: {@code *} for any text, {@code ?} for one character. */
    static Pattern glob(String pattern, int flags) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    }
}
