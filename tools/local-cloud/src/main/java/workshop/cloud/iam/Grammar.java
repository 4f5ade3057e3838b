package workshop.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.shape.Reading;

/**
 * What IAM finds wrong with the policy of an identity, or with who may assume a role, as it says it. What an intrinsic
 * function of a template gives is looked at once it is known.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar</a>
 */
final class Grammar {
    static final String SYNTAX = "Syntax errors in policy.";
    private static final String PRINCIPALS = "AWS|Service|Federated|CanonicalUser";
    static final String PARSING = "The policy failed legacy parsing";
    private static final String INVALID_PRINCIPAL = "Invalid principal in policy: \"AWS\":\"%s\"";
    private static final List<Rule> OF_IDENTITY = rules("""
            Sid | .*[^0-9A-Za-z].* | Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*
            Action | (?!\\*$)[^:]* | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
            Action | .*:.*:.* | Actions/Condition can contain only one colon.
            Action | [^:]*[*?][^:]*:.* | Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.
            Action | [^:]*[^:\\w.*?-][^:]*:.* | Vendor %2$s is not valid
            Resource | (?!\\*$)[^:]* | Resource %s must be in ARN format or "*".
            Resource | (?!(.*:){5}).*::.*|[^:]*:[^:]*::.* | The policy failed legacy parsing
            Resource | [^:]*:(?!(aws|[^:]*[*?][^:]*)(:|$)).* | Partition "%3$s" is not valid for resource "%1$s".
            Resource | [^:]*:[^:]*(:[^:]*[*?].*)? | Resource vendor must be fully qualified and cannot contain regexes.
            Resource | ([^:]*:){2}s3:(?!:|[*?]+(:|$))[^:]+(::.*|:[^:]*(:[^/]*)?)? | Resource %s can not contain region information.
            Resource | ([^:]*:){2}s3::(?!:|[*?]+(:|$))[^:]+(:[^/]*)? | Resource %s cannot contain an account id.
            Resource | ([^:]*:){2}route53:(?!:|[*?]+(:|$)).+ | Resource %s can not contain region information.
            Resource | ([^:]*:){2}iam:(?!:|[*?]+(:|$)).+ | IAM resource %s cannot contain region information.
            Resource | ([^:]*:){2}iam:([^:]*:){2}(?!(user|federated-user|role|group|instance-profile|mfa|server-certificate|policy|sms-mfa|saml-provider|oidc-provider|report|access-report)/)[^/*?]*(/.*)? | IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.
            """);

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a> */
    private static final List<Rule> OF_PRINCIPALS = rules("""
            Principal/Service | (?![^*?]+\\.amazon(aws)?\\.com(\\.cn)?$).* | Invalid principal in policy: "SERVICE":"%s"
            Principal/Federated | (?!([\\w-]+\\.)+[\\w-]+$|arn:[a-z0-9-]+:iam::\\d{12}:(saml|oidc)-provider/).* | Federated principals must be valid domain names or SAML metadata ARNs
            Principal/AWS | (?!(\\*|(\\d-?){12}|arn:[a-z0-9-]+:(iam|sts)::\\d{12}:(root|[a-z-]+/[^*?]+))$).* | Invalid principal in policy: "AWS":"%s"
            """);

    private static final List<Rule> OF_TRUST = rules("""
            Sid | .*[^0-9A-Za-z].* | Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*
            Action | (?i)(?!sts:(AssumeRole(WithWebIdentity|WithSAML)?|TagSession|SetSourceIdentity|SetContext)$).* | AssumeRole policy may only specify STS AssumeRole actions.
            Principal | .* | AssumeRolepolicy contained an invalid principal: "STAR":"%s".
            """);

    private record Rule(String element, String pattern, String message) {

        Stream<String> broken(JsonNode statement) {
            return Stream.of(element, "Not" + element)
                    .flatMap(name -> texts(statement.at("/" + name)))
                    .filter(text -> text.matches(pattern))
                    .map(this::said);
        }

        private String said(String of) {
            String[] parts = (of + ":").split(":", -1);
            return message.formatted(Statement.completed(of), parts[0], parts[1]);
        }
    }

    private Grammar() {}

    private static List<Rule> rules(String table) {
        return table.lines()
                .map(row -> row.split(" \\| "))
                .map(row -> new Rule(row[0], row[1], row[2]))
                .toList();
    }

    static List<String> ofIdentity(JsonNode document) {
        return wrong(document, OF_IDENTITY);
    }

    static List<String> ofTrust(JsonNode document) {
        return Stream.of(wrong(document, OF_TRUST), ofPrincipals(document, principal -> false))
                .flatMap(List::stream)
                .toList();
    }

    /** @param isMissing whether one of the form of an ARN, an account or {@code *} is not there */
    static List<String> ofPrincipals(JsonNode document, Predicate<String> isMissing) {
        return Policy.known(document)
                .flatMap(statement -> Stream.concat(
                        OF_PRINCIPALS.stream().flatMap(rule -> rule.broken(statement)),
                        texts(statement.at("/Principal/AWS")).filter(isMissing).map(INVALID_PRINCIPAL::formatted)))
                .toList();
    }

    private static List<String> wrong(JsonNode document, List<Rule> rules) {
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Policy.known(document).forEach(statement -> {
            rules.forEach(rule -> rule.broken(statement).forEach(wrong::add));
            texts(statement.path("Sid"))
                    .filter(id -> !id.isEmpty() && !ids.add(id))
                    .forEach(id -> wrong.add("Statement IDs (SID) in a single policy must be unique."));
            known(statement.path("Condition"))
                    .filter(operator -> operator.getKey().contains("Arn"))
                    .flatMap(operator -> known(operator.getValue()))
                    .flatMap(key -> texts(key.getValue()))
                    .filter(arn -> !arn.matches("\\*|arn:(.*:){4}.*"))
                    .forEach(arn -> wrong.add(PARSING));
        });
        return wrong;
    }

    /** Whether a statement has elements, or values of them, that the grammar doesn't give it. */
    static boolean isMalformed(JsonNode statement) {
        JsonNode principal = statement.path("Principal");
        boolean principals = principal.isTextual()
                || !principal.isEmpty()
                        && isMap(principal, kind -> kind.getKey().matches(PRINCIPALS) && areValues(kind.getValue()));
        boolean conditions = isMap(
                statement.path("Condition"), operator -> isMap(operator.getValue(), key -> areValues(key.getValue())));
        return statement.has("Action") && statement.has("NotAction")
                || statement.has("Resource") && statement.has("NotResource")
                || !Statement.ELEMENTS.containsAll(Json.map(statement).keySet())
                || Policy.isOther(statement, "Effect", "(?i)allow|deny")
                || statement.path("Sid").isArray()
                || !Stream.of("Sid", "Action", "NotAction", "Resource", "NotResource")
                        .allMatch(element -> areValues(statement.path(element)))
                || statement.has("Principal") && !principals
                || statement.has("Condition") && !conditions;
    }

    private static boolean isMap(JsonNode node, Predicate<Map.Entry<String, JsonNode>> entries) {
        return node.isObject() && known(node).allMatch(entries);
    }

    private static boolean areValues(JsonNode oneOrMany) {
        return Json.each(oneOrMany).stream().allMatch(each -> each.isValueNode() || Reading.TEMPLATE.isOpen(each));
    }

    static Stream<Map.Entry<String, JsonNode>> known(JsonNode object) {
        return Reading.TEMPLATE.isOpen(object) ? Stream.of() : object.properties().stream();
    }

    /** Those that are known by now. */
    private static Stream<String> texts(JsonNode oneOrMany) {
        return Json.each(oneOrMany).stream().filter(JsonNode::isValueNode).map(JsonNode::asText);
    }
}
