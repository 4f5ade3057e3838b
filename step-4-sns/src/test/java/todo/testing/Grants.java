package todo.testing;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** The names of policies that AWS or others manage: each allows more than one function needs. */
    public List<String> managedPolicies() {
        return roles().stream()
                .flatMap(role -> role.property("ManagedPolicyArns").stream())
                .flatMap(arns -> arns.getAsJsonArray().asList().stream())
                .filter(arn ->
                        ownManagedPolicies().noneMatch(own -> refersTo(arn).contains(own.logicalId())))
                .map(arn -> template.values().text(arn))
                .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                .toList();
    }

    /** Everything that is allowed. */
    public List<Statement> all() {
        return statements().filter(statement -> !statement.isDeny()).toList();
    }

    /** The statements of all policies of the function's role. */
    private Stream<Statement> statements() {
        List<Resource> roles = roles();
        Set<String> names = roles.stream().map(Resource::logicalId).collect(Collectors.toSet());
        Set<String> attached = roles.stream()
                .flatMap(role -> refersTo(role.properties().get("ManagedPolicyArns")).stream())
                .collect(Collectors.toSet());
        Stream<JsonElement> own = roles.stream()
                .flatMap(role -> role.property("Policies").stream())
                .flatMap(policies -> policies.getAsJsonArray().asList().stream())
                .map(policy -> policy.getAsJsonObject().get("PolicyDocument"));
        Stream<JsonElement> others = Stream.concat(
                        template.resources("AWS::IAM::Policy").stream(), ownManagedPolicies())
                .filter(policy -> attached.contains(policy.logicalId())
                        || !Collections.disjoint(
                                names, refersTo(policy.properties().get("Roles"))))
                .flatMap(policy -> policy.property("PolicyDocument").stream());
        return Stream.concat(own, others).flatMap(document -> Statement.of(template.values(), document));
    }

    private List<Resource> roles() {
        Set<String> role = refersTo(function.properties().get("Role"));
        return template.resources("AWS::IAM::Role").stream()
                .filter(candidate -> role.contains(candidate.logicalId()))
                .toList();
    }

    /** Those that this stack makes: what they allow can be seen. */
    private Stream<Resource> ownManagedPolicies() {
        return template.resources("AWS::IAM::ManagedPolicy").stream();
    }

    /**
     * Fails if policies that AWS or others manage are attached to the role, or if it denies one of these actions.
     *
     * @param who the function
     * @param expected what it may do, and no more
     */
    public void expectOwnPolicies(
            Lesson lesson, String who, String expected, Collection<String> actions, String resource) {
        lesson.expect(
                managedPolicies().isEmpty(),
                expected,
                "the managed policies " + managedPolicies() + ", which allow too much");
        lesson.expect(
                roles().stream()
                        .allMatch(role -> role.property("PermissionsBoundary").isEmpty()),
                "the policies of the role say what " + who + " may do, and nothing else limits it",
                "a permissions boundary (an upper limit) of the role. On AWS that works if it allows the same. The local cloud,"
                        + " where you run this, knows no boundaries: leave it out");
        List<String> denied = statements()
                .filter(statement -> actions.stream().anyMatch(action -> statement.mayDeny(caller(), action, resource)))
                .map(Statement::words)
                .toList();
        lesson.expect(
                denied.isEmpty(),
                "no statement in the role of " + who + " denies what it needs: a denial overrules every permission",
                "a statement that denies " + String.join(", ", denied));
    }

    private Caller caller() {
        return Caller.function(template.values(), function);
    }

    /** A condition of a statement that some requests of the function don't fulfil. */
    public Optional<JsonElement> condition(Statement statement) {
        return statement.condition(caller());
    }

    /** The same for requests with these condition keys, in small letters. */
    public Optional<JsonElement> condition(Statement statement, Map<String, String> keys) {
        return statement.condition(caller().with(keys));
    }

    /** What names a service, by its prefix as in {@code "sns:"}, as action or, swapped, as resource; and what is about everything. */
    public List<Statement> naming(String... prefixes) {
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
    public List<Statement> about(String... prefixes) {
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
