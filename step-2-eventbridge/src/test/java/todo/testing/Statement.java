package todo.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A statement of a policy, as IAM reads it: an action's case doesn't matter, and one text needs no list.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">Elements of a policy</a>
 */
public record Statement(Values values, JsonObject json) {
    private static final Pattern OPERATOR =
            Pattern.compile("(For(All|Any)Values?:)?(?<kind>String|Arn|Bool)(?<not>Not)?"
                    + "(?<how>Equals|EqualsIgnoreCase|Like)?(IfExists)?");

    /** The statements of a policy document. */
    static Stream<Statement> of(Values values, JsonElement document) {
        JsonElement all = document.getAsJsonObject().get("Statement");
        return (all.isJsonArray() ? all.getAsJsonArray().asList() : List.of(all))
                .stream().map(each -> new Statement(values, each.getAsJsonObject()));
    }

    public boolean isDeny() {
        return "Deny".equals(values.text(json.get("Effect")));
    }

    /** The actions that it names; all if it names those that it is not about (NotAction). */
    public List<String> actions() {
        return texts("Action");
    }

    /** The resources that it names; all if it names those that it is not about (NotResource), or none. */
    public List<String> resources() {
        return texts("Resource");
    }

    private List<String> texts(String element) {
        return json.has(element) ? values.texts(json.get(element)) : List.of("*");
    }

    public boolean isOnlyFor(String action) {
        return actions().stream().allMatch(action::equalsIgnoreCase);
    }

    /** Whether it is about these services, whose prefixes are given as in {@code "logs:"}, and no others. */
    public boolean isAbout(String... prefixes) {
        return actions().stream()
                .allMatch(action -> Stream.of(prefixes).anyMatch(action.toLowerCase(Locale.ROOT)::startsWith));
    }

    /** Whether it is about an action on a resource, whatever the condition. */
    public boolean matches(String action, String resource) {
        return names("Action", action.toLowerCase(Locale.ROOT)) && names("Resource", resource);
    }

    private boolean names(String element, String text) {
        String not = "Not" + element;
        return json.has(not) ? !isLikeAny(not, text) : !json.has(element) || isLikeAny(element, text);
    }

    private boolean isLikeAny(String element, String text) {
        return values.texts(json.get(element)).stream()
                .map(each -> element.endsWith("Action") ? each.toLowerCase(Locale.ROOT) : each)
                .anyMatch(each -> isLike(each, text));
    }

    /** Whether a text is like a pattern with the wildcards * and ?. */
    public static boolean isLike(String pattern, String text) {
        return text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }

    /** Whether it allows this request, for sure. */
    public boolean allows(Caller caller, String action, String resource) {
        return matches(action, resource) && allowsAnything(caller, resource);
    }

    /** Whether it allows this caller to do anything with a resource, for sure. */
    boolean allowsAnything(Caller caller, String resource) {
        return !isDeny()
                && principals().anyMatch(name -> name.equals("*") || name.equals(caller.principal()))
                && names("Resource", resource)
                && holds(caller.keys()).orElse(false);
    }

    /** Whether a key's policy lets the roles of the account say who may do this. */
    boolean leavesToRoles(Caller caller, String action) {
        return !isDeny()
                && principals().anyMatch(caller::isAccount)
                && matches(action, "*")
                && holds(caller.keys()).orElse(false);
    }

    /** Whether it denies this request, for sure. */
    boolean denies(Caller caller, String action, String resource) {
        return mayDeny(caller, action, resource) && holds(caller.keys()).orElse(false);
    }

    /** Whether it denies this request, or could: not every condition can be judged here. */
    public boolean mayDeny(Caller caller, String action, String resource) {
        boolean isNamed = json.has("NotPrincipal")
                ? texts(json.get("NotPrincipal")).noneMatch(caller::isIn)
                : principals().anyMatch(name -> name.equals("*") || caller.isIn(name));
        return isDeny()
                && isNamed
                && matches(action, resource)
                && holds(caller.keys()).orElse(true);
    }

    /** Whether it does no more than to refuse requests without TLS. */
    boolean deniesNothingWithTls() {
        return isDeny() && holds(Caller.WITH_TLS.keys()).equals(Optional.of(false));
    }

    /** Whom a policy of a resource names; a role's policy names nobody, and is for that role. */
    public Stream<String> principals() {
        return json.has("Principal") ? texts(json.get("Principal")) : Stream.of("*");
    }

    private Stream<String> texts(JsonElement principal) {
        JsonElement resolved = values.resolved(principal);
        return resolved.isJsonObject()
                ? resolved.getAsJsonObject().asMap().values().stream()
                        .flatMap(each -> StackTemplate.texts(each).stream())
                : Stream.of(values.text(resolved));
    }

    /** Whom it names besides services and this account, as a person says it. */
    public List<String> strangers() {
        return json.has("Principal") ? values.strangers(json.get("Principal")) : List.of("everybody");
    }

    /** A condition that not every request of this caller fulfils. */
    public Optional<JsonElement> condition(Caller caller) {
        return Optional.ofNullable(json.get("Condition"))
                .filter(condition -> !holds(caller.keys()).orElse(false));
    }

    /** Whether the conditions hold for a request with these keys; empty if that can't be said here. */
    private Optional<Boolean> holds(Map<String, String> keys) {
        boolean isCertain = true;
        JsonObject conditions = json.has("Condition") ? json.getAsJsonObject("Condition") : new JsonObject();
        for (Map.Entry<String, JsonElement> operator : conditions.entrySet()) {
            for (Map.Entry<String, JsonElement> key :
                    operator.getValue().getAsJsonObject().entrySet()) {
                Optional<Boolean> one = holds(
                        operator.getKey(),
                        values.texts(key.getValue()),
                        keys.get(key.getKey().toLowerCase(Locale.ROOT)));
                if (one.equals(Optional.of(false))) {
                    return one;
                }
                isCertain &= one.isPresent();
            }
        }
        return isCertain ? Optional.of(true) : Optional.empty();
    }

    private static Optional<Boolean> holds(String operator, List<String> expected, String actual) {
        Matcher parts = OPERATOR.matcher(operator);
        if (actual == null || !parts.matches()) {
            return Optional.empty();
        }
        String how = parts.group("kind").equals("Arn") ? "Like" : String.valueOf(parts.group("how"));
        boolean isAny = expected.stream()
                .anyMatch(each -> how.equals("Like")
                        ? isLike(each, actual)
                        : how.equals("Equals") ? each.equals(actual) : each.equalsIgnoreCase(actual));
        return Optional.of(isAny == (parts.group("not") == null));
    }

    /** What is allowed or denied, as a person says it. */
    public String words() {
        String swapped = actions().stream().anyMatch(action -> action.startsWith("arn:"))
                ? " (swapped: allow(…) takes the ARN first, then the action)"
                : "";
        return words("Action") + " on " + words("Resource") + swapped;
    }

    /** The same with whom a resource's policy names, and on which condition. */
    public String wordsWithPrincipal() {
        return words() + " to " + String.join(", ", principals().toList())
                + (json.has("Condition") ? " if " + values.resolved(json.get("Condition")) : "");
    }

    private String words(String element) {
        return json.has(element)
                ? values.words(json.get(element))
                : "everything but " + values.words(json.get("Not" + element)) + " (not" + element + "s)";
    }
}
