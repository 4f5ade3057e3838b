package todo.testing;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import todo.testing.StackTemplate.Resource;

/** What a function's role allows in a template. */
public final class Grants {
    private static final Pattern ALWAYS = Pattern.compile("\\{\"Bool\":\\{\"aws:SecureTransport\":\"?true\"?}}"
            + "|\\{\"StringEquals\":\\{\"aws:(Resource|Principal)Account\":\\{\"Ref\":\"AWS::AccountId\"}}}");

    private final StackTemplate template;
    private final Resource function;

    public Grants(StackTemplate template, Resource function) {
        this.template = template;
        this.function = function;
    }

    /** Actions on resources, as IAM reads them: an action's case doesn't matter. */
    public record Grant(List<String> actions, List<String> resources, JsonObject statement) {
        public boolean isOnlyFor(String action) {
            return actions.stream().allMatch(action::equalsIgnoreCase);
        }

        /** Whether it is about these services, whose prefixes are given as in {@code "logs:"}, and no others. */
        public boolean isAbout(String... prefixes) {
            return actions.stream()
                    .allMatch(action -> Stream.of(prefixes).anyMatch(action.toLowerCase(Locale.ROOT)::startsWith));
        }

        /** Whether an action on a resource is allowed, whatever the condition; both may have wildcards here. */
        public boolean matches(String action, String resource) {
            return actions.stream()
                            .anyMatch(each -> like(each.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)))
                    && resources.stream().anyMatch(each -> like(each, resource));
        }

        private static boolean like(String pattern, String text) {
            return text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
        }

        /** A condition that some requests of a function don't fulfil: each uses TLS, and is of the stack's account. */
        public Optional<JsonElement> condition() {
            return Optional.ofNullable(statement.get("Condition"))
                    .filter(condition -> !ALWAYS.matcher(condition.toString()).matches());
        }

        /** Whether a request with these keys fulfils the conditions, if there are any. */
        public boolean holdsFor(Map<String, String> request) {
            return condition()
                    .map(condition -> condition.getAsJsonObject().entrySet().stream()
                            .allMatch(each ->
                                    isFulfilled(each.getKey(), each.getValue().getAsJsonObject(), request)))
                    .orElse(true);
        }

        /** StringEquals and StringLike, for one value or for one of a list. */
        private static boolean isFulfilled(String operator, JsonObject expected, Map<String, String> request) {
            return operator.matches("(ForAllValues:)?String(Equals|Like)")
                    && expected.entrySet().stream()
                            .allMatch(each -> StackTemplate.texts(each.getValue()).stream()
                                    .anyMatch(text -> like(
                                            text,
                                            request.getOrDefault(each.getKey().toLowerCase(Locale.ROOT), ""))));
        }

        /** What is allowed, as a person says it. */
        public String words(Values values) {
            String swapped = actions.stream().anyMatch(action -> action.startsWith("arn:"))
                    ? " (swapped: allow(…) takes the ARN first, then the action)"
                    : "";
            return words(values, "Action") + " on " + words(values, "Resource") + swapped;
        }

        private String words(Values values, String name) {
            return statement.has(name)
                    ? values.words(statement.get(name))
                    : "everything but " + values.words(statement.get("Not" + name)) + " (not" + name + "s)";
        }
    }

    /** The names of policies that AWS or others manage: each allows more than one function needs. */
    public List<String> managedPolicies() {
        return template.resources("AWS::IAM::Role").stream()
                .filter(role -> refersTo(function.properties().get("Role")).contains(role.logicalId()))
                .flatMap(role -> role.property("ManagedPolicyArns").stream())
                .flatMap(arns -> arns.getAsJsonArray().asList().stream())
                .filter(arn ->
                        ownManagedPolicies().noneMatch(own -> refersTo(arn).contains(own.logicalId())))
                .map(arn -> template.values().text(arn))
                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                .toList();
    }

    /** Everything that is allowed. */
    public List<Grant> all() {
        return statements("Allow");
    }

    /** The actions with these services, whose prefixes are given as in {@code "sns:"}, that are denied with TLS, too. */
    private List<String> denials(String... prefixes) {
        return statements("Deny").stream()
                .filter(grant -> !grant.statement().toString().contains("aws:SecureTransport"))
                .flatMap(grant -> grant.actions().stream())
                .filter(action ->
                        action.equals("*") || Stream.of(prefixes).anyMatch(action.toLowerCase(Locale.ROOT)::startsWith))
                .toList();
    }

    /** The statements of all policies of the function's role that have this effect. */
    private List<Grant> statements(String effect) {
        Values values = template.values();
        Set<String> role = refersTo(function.properties().get("Role"));
        Set<String> attached = template.resources("AWS::IAM::Role").stream()
                .filter(candidate -> role.contains(candidate.logicalId()))
                .flatMap(own -> refersTo(own.properties().get("ManagedPolicyArns")).stream())
                .collect(Collectors.toSet());
        return Stream.concat(template.resources("AWS::IAM::Policy").stream(), ownManagedPolicies())
                .filter(policy -> attached.contains(policy.logicalId())
                        || !Collections.disjoint(
                                role, refersTo(policy.properties().get("Roles"))))
                .flatMap(policy -> policy.property("PolicyDocument.Statement").stream())
                .flatMap(list -> list.getAsJsonArray().asList().stream())
                .map(JsonElement::getAsJsonObject)
                .filter(statement -> effect.equals(values.text(statement.get("Effect"))))
                .map(statement ->
                        new Grant(texts(values, statement, "Action"), texts(values, statement, "Resource"), statement))
                .toList();
    }

    /** Those that this stack makes: what they allow can be seen. */
    private Stream<Resource> ownManagedPolicies() {
        return template.resources("AWS::IAM::ManagedPolicy").stream();
    }

    /** What a statement names; all that there is if it names what it is not about (NotAction, NotResource). */
    private static List<String> texts(Values values, JsonObject statement, String name) {
        return statement.has(name) ? values.texts(statement.get(name)) : List.of("*");
    }

    /**
     * Fails if policies that AWS or others manage are attached to the role, or if it denies something with these services.
     *
     * @param who the function
     * @param expected what it may do, and no more
     */
    public void expectOwnPolicies(Lesson lesson, String who, String expected, String... prefixes) {
        lesson.expect(
                managedPolicies().isEmpty(),
                expected,
                "the managed policies " + managedPolicies() + ", which allow too much");
        lesson.expect(
                template.resources("AWS::IAM::Role").stream()
                        .filter(role ->
                                refersTo(function.properties().get("Role")).contains(role.logicalId()))
                        .allMatch(role -> role.property("PermissionsBoundary").isEmpty()),
                expected,
                "a permissions boundary of its role: of what the role allows, only what the boundary allows as well is"
                        + " allowed. Leave the boundary out");
        List<String> denied = denials(prefixes);
        lesson.expect(
                denied.isEmpty(),
                "no statement in the role of " + who + " denies anything: a denial overrules every permission",
                "a statement that denies " + String.join(", ", denied));
    }

    /** What names a service, by its prefix as in {@code "sns:"}, as action or, swapped, as resource; and what is about everything. */
    public List<Grant> naming(String... prefixes) {
        return all().stream()
                .filter(grant -> grant.actions().contains("*")
                        || Stream.concat(grant.actions().stream(), grant.resources().stream())
                                .anyMatch(text ->
                                        Stream.of(prefixes).anyMatch(text.toLowerCase(Locale.ROOT)::startsWith)))
                .toList();
    }

    /** The other functions of the stack whose roles allow something with these services, by their classes' names. */
    public List<String> others(String... prefixes) {
        return template.resources("AWS::Lambda::Function").stream()
                .filter(other -> !other.equals(function))
                .filter(other -> !new Grants(template, other).naming(prefixes).isEmpty())
                .map(other ->
                        other.property("Handler").map(JsonElement::getAsString).orElse("a function"))
                .map(handler -> handler.substring(handler.lastIndexOf('.') + 1))
                .toList();
    }

    /** What is allowed with a service, whose prefix is given as in {@code "dynamodb:"}, and with everything. */
    public List<Grant> about(String... prefixes) {
        return all().stream()
                .filter(grant -> grant.actions().stream()
                        .anyMatch(action -> action.equals("*")
                                || Stream.of(prefixes).anyMatch(action.toLowerCase(Locale.ROOT)::startsWith)))
                .toList();
    }

    /** The actions, for a message. */
    public String actions() {
        List<String> actions = all().stream()
                .flatMap(grant -> grant.actions().stream())
                .distinct()
                .toList();
        return actions.isEmpty() ? "nothing" : String.join(", ", actions);
    }
}
