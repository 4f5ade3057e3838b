package todo.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import todo.testing.StackTemplate.Resource;

/** What a function's role allows in a template. */
public final class Grants {
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

        /** A condition that some requests of a function don't fulfil; every SDK's requests use TLS. */
        public Optional<JsonElement> condition() {
            return Optional.ofNullable(statement.get("Condition"))
                    .filter(condition ->
                            !condition.toString().matches("\\{\"Bool\":\\{\"aws:SecureTransport\":\"?true\"?}}"));
        }

        /** Whether the conditions, if there are any, are fulfilled as far as this key is concerned. */
        public boolean holdsFor(String key, String value) {
            if (!statement.has("Condition")) {
                return true;
            }
            return statement.getAsJsonObject("Condition").entrySet().stream()
                    .allMatch(condition ->
                            isFulfilled(condition.getKey(), condition.getValue().getAsJsonObject(), key, value));
        }

        /** StringEquals and StringLike, for one value or for all of a list. */
        private static boolean isFulfilled(String operator, JsonObject expected, String key, String value) {
            return expected.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(key))
                    .allMatch(each -> operator.matches("(ForAllValues:)?String(Equals|Like)")
                            && StackTemplate.texts(each.getValue()).stream()
                                    .anyMatch(text ->
                                            value.matches(Pattern.quote(text).replace("*", "\\E.*\\Q"))));
        }
    }

    /** The names of policies that AWS or others manage: each allows more than one function needs. */
    public List<String> managedPolicies() {
        return template.resources("AWS::IAM::Role").stream()
                .filter(role -> StackTemplate.refersTo(function.properties().get("Role"))
                        .contains(role.logicalId()))
                .flatMap(role -> role.property("ManagedPolicyArns").stream())
                .flatMap(arns -> template.values().texts(arns).stream())
                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                .toList();
    }

    /** Everything that is allowed. */
    public List<Grant> all() {
        Values values = template.values();
        return template.statements(function).stream()
                .filter(statement -> "Allow".equals(values.text(statement.get("Effect"))))
                .map(statement -> new Grant(
                        values.texts(either(statement, "Action", "NotAction")),
                        values.texts(either(statement, "Resource", "NotResource")),
                        statement))
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

    private static JsonElement either(JsonObject statement, String name, String otherwise) {
        return statement.has(name) ? statement.get(name) : statement.get(otherwise);
    }
}
