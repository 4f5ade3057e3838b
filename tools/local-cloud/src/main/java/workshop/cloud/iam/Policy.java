package workshop.cloud.iam;

import static workshop.cloud.shape.Member.optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.iam.Caller.ServicePrincipal;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Shape;
import workshop.cloud.shape.Violations;

/** A policy document, of an identity or of a resource. */
public record Policy(JsonNode document, List<Statement> statements) {

    private static final Members DOCUMENT = Members.of(
                    optional("Version", Shape.text()), optional("Id", Shape.text()), optional("Statement", Shape.ANY))
            .refuse(
                    Grammar.SYNTAX,
                    document -> document.path("Statement").isEmpty()
                            || isOther(document, "Version", "2008-10-17|2012-10-17|")
                            || any(Grammar::isMalformed).test(document))
            .refuse("Policy statement must contain actions.", any(it -> lacks(it, "Action") && lacks(it, "NotAction")))
            .refuse(Grammar.PARSING, any(it -> it.path("Effect").asText().matches("(?!Allow|Deny)(?i:allow|deny)")));

    private static final Members IDENTITY = DOCUMENT.refuse(Policy::notHere)
            .refuse("Policy document should not specify a principal.", any(it -> it.has("Principal")))
            .refuse(
                    "Policy statement must contain resources.",
                    any(it -> lacks(it, "Resource") && lacks(it, "NotResource")))
            .refuse(Grammar::ofIdentity);

    /** A policy of an identity, as a template may declare it. */
    public static final Shape OF_IDENTITY = Shape.json(IDENTITY);

    static final Shape MANAGED = Shape.json(IDENTITY.refuse(
            "Policy document must be version 2012-10-17 or greater.", it -> isOther(it, "Version", "2012-10-17")));

    public static final Members WITH_PRINCIPALS = requiring("Principal");

    /** A queue's policy; a statement without a principal is for nobody. */
    public static final Members WITH_RESOURCES = requiring("Resource");

    public static final Shape OF_RESOURCE = Shape.json(WITH_PRINCIPALS.refuse(Policy::notHere));

    /** Who may assume a role. */
    static final Shape TRUST = Shape.json(WITH_PRINCIPALS
            .refuse(Policy::notHere)
            .refuse("Has prohibited field Resource", any(it -> it.has("Resource")))
            .refuse(
                    "A condition block must be present for the Cognito provider",
                    any(it -> it.toString().contains("\"cognito-identity.amazonaws.com\"") && !it.has("Condition")))
            .refuse(Grammar::ofTrust));

    private static Members requiring(String element) {
        return DOCUMENT.refuse(
                "Missing required field " + element, any(it -> !it.has(element) && !it.has("Not" + element)));
    }

    private static Predicate<JsonNode> any(Predicate<JsonNode> are) {
        return document -> known(document).anyMatch(are);
    }

    static boolean isOther(JsonNode in, String name, String pattern) {
        return Members.isKnown(in, name) && !in.path(name).asText().matches(pattern);
    }

    /** The statements that no intrinsic function of a template gives. */
    static Stream<JsonNode> known(JsonNode document) {
        return statements(document).stream().filter(statement -> !Reading.TEMPLATE.isOpen(statement));
    }

    /** What the local cloud can't evaluate in the statements of a document. */
    public static List<String> notHere(JsonNode document) {
        return known(document).flatMap(Statement::notHere).toList();
    }

    private static boolean lacks(JsonNode statement, String element) {
        return Json.each(statement.path(element)).isEmpty();
    }

    public enum Decision {
        ALLOWED,
        DENIED,
        SILENT
    }

    /** Compiles a document; throws {@link workshop.cloud.AwsError} naming what can't be evaluated here. */
    public static Policy of(JsonNode document) {
        JsonNode parsed = document.isTextual() ? Json.read(document.asText()) : document;
        Stream<JsonNode> statements = statements(parsed).stream();
        return new Policy(
                parsed, statements.map(its -> new Statement((ObjectNode) its)).toList());
    }

    /** The policy of a resource that a text is; empty if it is none, or lacks the elements that the service asks for. */
    public static Optional<Policy> ofResource(String text, Members elements) {
        TextNode document = TextNode.valueOf(text);
        Violations found = Violations.of(Shape.json(elements), document, Reading.JSON);
        return found.ofResource().isEmpty() ? Optional.of(of(document)) : Optional.empty();
    }

    /**
     * Throws if policies are longer than so many characters together, without blanks.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Quotas</a>
     */
    static void limit(int most, String message, Collection<Policy> policies) {
        StringBuilder all = new StringBuilder();
        policies.forEach(its -> all.append(Json.write(its.document).replaceAll("\\s", "")));
        if (all.length() > most) {
            throw new AwsError(409, "LimitExceeded", message);
        }
    }

    public static Policy ofStatement(JsonNode statement) {
        return of(Json.object()
                .put("Version", "2012-10-17")
                .set("Statement", Json.array().add(statement)));
    }

    /**
     * A statement that allows an action on a resource.
     *
     * @param principal a service, an account, an ARN, or {@code *}
     */
    public static ObjectNode permission(String principal, String action, String resource) {
        ObjectNode statement = Json.object().put("Effect", "Allow");
        if (principal.equals("*")) {
            statement.put("Principal", principal);
        } else if (principal.matches("\\d{12}")) {
            statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
        } else {
            statement.putObject("Principal").put(principal.startsWith("arn:") ? "AWS" : "Service", principal);
        }
        return statement.put("Action", action).put("Resource", resource);
    }

    /** All statements of several policies in one document, with an id or without (null). */
    public static String text(String id, Collection<Policy> policies) {
        ObjectNode document = Json.object().put("Version", "2012-10-17").put("Id", id);
        policies.forEach(policy -> document.withArray("Statement").addAll(statements(policy.document)));
        return of(document).text();
    }

    /** As services answer it: the elements in their order, and one action as no list. */
    public String text() {
        ObjectNode all = inOrder(document, List.of("Version", "Id"));
        return Json.write(all.set("Statement", Json.list(statements(document), Policy::shown)));
    }

    private static JsonNode shown(JsonNode statement) {
        ObjectNode its = inOrder(statement, Statement.ELEMENTS);
        List<JsonNode> actions = Json.each(its.path("Action"));
        return actions.size() == 1 ? its.set("Action", actions.get(0)) : its;
    }

    private static ObjectNode inOrder(JsonNode given, List<String> elements) {
        ObjectNode all = Json.object();
        elements.stream().filter(given::hasNonNull).forEach(element -> all.set(element, given.get(element)));
        return all;
    }

    public static List<JsonNode> statements(JsonNode document) {
        return Json.each(document.path("Statement"));
    }

    /** What the policies of a resource say of somebody who asks for it; a deny wins. */
    static Decision decide(Collection<Policy> ofResource, Caller caller, String action, String resource) {
        Map<String, String> context = context();
        if (caller instanceof ServicePrincipal service) {
            context.put("aws:sourceaccount", Options.ACCOUNT_ID);
            context.put("aws:sourcearn", service.sourceArn());
        }
        return decision(all(ofResource).filter(statement -> statement.isAbout(caller)), action, resource, context);
    }

    /** Whether a text fits a pattern with IAM's wildcards. */
    public static boolean isLike(String text, String pattern) {
        return Statement.glob(pattern, 0).matcher(text).matches();
    }

    /** What the policies of an identity say of an action. */
    public static Decision decide(Collection<Policy> ofIdentity, String action, String resource) {
        return decision(all(ofIdentity), action, resource, context());
    }

    private static Stream<Statement> all(Collection<Policy> policies) {
        return policies.stream().flatMap(policy -> policy.statements.stream());
    }

    private static Decision decision(
            Stream<Statement> statements, String action, String resource, Map<String, String> context) {
        List<Statement> matching = statements
                .filter(statement -> statement.matches(action, resource, context))
                .toList();
        if (matching.stream().anyMatch(statement -> !statement.allow)) {
            return Decision.DENIED;
        }
        return matching.isEmpty() ? Decision.SILENT : Decision.ALLOWED;
    }

    /** The port is on this machine only: a request to it counts as sent over TLS. */
    private static Map<String, String> context() {
        return new HashMap<>(Map.of("aws:securetransport", "true", "aws:principalaccount", Options.ACCOUNT_ID));
    }
}
