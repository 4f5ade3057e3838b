package workshop.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.delivery.Delivery;

/** A policy document, of an identity or of a resource. */
public record Policy(JsonNode document, List<Statement> statements) {

    /** What a policy says of a request. */
    public enum Decision {
        ALLOWED,
        DENIED,
        SILENT
    }

    /** Compiles a document; throws {@link workshop.cloud.AwsError} naming what can't be evaluated here. */
    public static Policy of(JsonNode document) {
        JsonNode parsed = document.isTextual() ? Json.read(document.asText()) : document;
        return new Policy(
                parsed,
                Statement.each(parsed.path("Statement")).stream()
                        .map(statement -> new Statement((ObjectNode) statement))
                        .toList());
    }

    /** As a resource's policy: whether a service may do this on behalf of its source. */
    public boolean allowsService(Delivery delivery, String action, String resource) {
        Map<String, String> context = context();
        context.put("aws:sourcearn", delivery.sourceArn());
        return decide("Service", delivery.principal(), action, resource, context) == Decision.ALLOWED;
    }

    /** As a resource's policy: what it says of a caller of this account. */
    public Decision ofCaller(Caller caller, String action, String resource) {
        String who = caller.isOwner() ? caller.arn() : caller.roleArn();
        return decide("AWS", who, action, resource, context());
    }

    private Decision decide(String kind, String who, String action, String resource, Map<String, String> context) {
        List<Statement> about = statements.stream()
                .filter(statement -> statement.isAbout(kind, who))
                .filter(statement -> statement.matches(action, resource, context))
                .toList();
        return decision(about);
    }

    /** As an identity's policy: what it says of an action. */
    Decision ofIdentity(String action, String resource) {
        Map<String, String> context = context();
        return decision(statements.stream()
                .filter(statement -> statement.matches(action, resource, context))
                .toList());
    }

    private static Decision decision(List<Statement> matching) {
        if (matching.stream().anyMatch(statement -> !statement.isAllow())) {
            return Decision.DENIED;
        }
        return matching.isEmpty() ? Decision.SILENT : Decision.ALLOWED;
    }

    /** The port is on this machine only: a request to it counts as sent over TLS. */
    private static Map<String, String> context() {
        return new HashMap<>(Map.of(
                "aws:securetransport",
                "true",
                "aws:sourceaccount",
                Options.ACCOUNT_ID,
                "aws:principalaccount",
                Options.ACCOUNT_ID));
    }
}
