package workshop.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.shape.Reading;

/**
 * What IAM finds wrong with the policy of an identity, or with who may assume a role, as it says it. What an intrinsic
 * function of a template gives is looked at once it is known.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar</a>
 */
final class Grammar {
    private static final String SYNTAX = "Syntax errors in policy.";
    private static final String PARSING = "The policy failed legacy parsing";
    private static final String WILDCARD = ".*[*?].*";
    private static final String TRUST_ACTION =
            "(?i)sts:(AssumeRole(WithWebIdentity|WithSAML)?|TagSession|SetSourceIdentity|SetContext)";

    /** What a principal looks like, by its kind. */
    private static final Map<String, String> PRINCIPALS = Map.of(
            "AWS", "\\*|\\d{12}|arn:[a-z0-9-]+:iam::\\d{12}:(root|(user|role|group)/[^*?]+)",
            "Service", "[^*?]+\\.amazonaws\\.com(\\.cn)?");

    private Grammar() {}

    static void check(List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw AwsError.of("MalformedPolicyDocument", wrong.get(0));
        }
    }

    static List<String> ofIdentity(JsonNode document) {
        List<String> wrong = ofDocument(document);
        Policy.known(document).forEach(statement -> {
            texts(statement, "Action", "NotAction").map(Grammar::ofAction).forEach(wrong::add);
            texts(statement, "Resource", "NotResource").map(Grammar::ofResource).forEach(wrong::add);
        });
        return wrong.stream().filter(Objects::nonNull).toList();
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a> */
    static List<String> ofTrust(JsonNode document) {
        List<String> wrong = ofDocument(document);
        Policy.known(document).forEach(statement -> {
            if (!texts(statement, "Action").allMatch(action -> action.matches(TRUST_ACTION))) {
                wrong.add("AssumeRole policy may only specify STS AssumeRole actions.");
            }
            if (statement.path("Principal").isTextual()) {
                wrong.add("AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".");
            }
            PRINCIPALS.forEach((kind, pattern) -> texts(statement.path("Principal"), kind)
                    .filter(who -> !who.matches(pattern))
                    .forEach(who ->
                            wrong.add("Invalid principal in policy: \"" + kind.toUpperCase() + "\":\"" + who + "\"")));
        });
        return wrong;
    }

    private static List<String> ofDocument(JsonNode document) {
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        if (document.path("Statement").isEmpty()) {
            wrong.add(SYNTAX);
        }
        Policy.known(document).forEach(statement -> {
            boolean both = statement.has("Action") && statement.has("NotAction")
                    || statement.has("Resource") && statement.has("NotResource");
            if (both || !Statement.ELEMENTS.containsAll(Json.map(statement).keySet())) {
                wrong.add(SYNTAX);
            }
            texts(statement, "Sid").forEach(id -> {
                if (!id.matches("[0-9A-Za-z]*")) {
                    wrong.add("Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
                            + " expression [0-9A-Za-z]*");
                }
                if (!ids.add(id)) {
                    wrong.add("Statement IDs (SID) in a single policy must be unique.");
                }
            });
            known(statement.path("Condition")).forEach(operator -> {
                if (!operator.getValue().isObject()) {
                    wrong.add(SYNTAX);
                }
                if (operator.getKey().contains("Arn")) {
                    known(operator.getValue())
                            .flatMap(key -> Json.each(key.getValue()).stream())
                            .filter(arn -> arn.isTextual() && !arn.asText().matches("\\*|arn:(.*:){4}.*"))
                            .forEach(arn -> wrong.add(PARSING));
                }
            });
        });
        return wrong;
    }

    private static Stream<Map.Entry<String, JsonNode>> known(JsonNode object) {
        return Reading.TEMPLATE.isOpen(object) ? Stream.of() : object.properties().stream();
    }

    /** Those that are known by now. */
    private static Stream<String> texts(JsonNode node, String... members) {
        return Stream.of(members)
                .flatMap(member -> Json.each(node.path(member)).stream())
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private static String ofAction(String action) {
        String[] parts = action.split(":", -1);
        if (action.equals("*")) {
            return null;
        }
        if (parts.length == 1) {
            return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
        }
        if (parts.length > 2) {
            return "Actions/Condition can contain only one colon.";
        }
        return parts[0].matches(WILDCARD) ? "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards." : null;
    }

    private static String ofResource(String resource) {
        String[] parts = resource.split(":", 6);
        if (resource.equals("*")) {
            return null;
        }
        if (!parts[0].equals("arn")) {
            return "Resource " + resource + " must be in ARN format or \"*\".";
        }
        if (parts.length < 6) {
            return PARSING;
        }
        if (!parts[1].matches("aws|" + WILDCARD)) {
            return "Partition \"" + parts[1] + "\" is not valid for resource \"" + resource + "\".";
        }
        return parts[2].matches(WILDCARD)
                ? "Resource vendor must be fully qualified and cannot contain regexes."
                : null;
    }
}
