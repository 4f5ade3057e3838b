package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import workshop.cloud.AwsError;

/**
 * What somebody who deploys a template acknowledges: that it makes roles and policies.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html">
 *     Acknowledging IAM resources</a>
 */
final class Capabilities {
    private static final String IAM = "CAPABILITY_IAM";
    private static final String NAMED = "CAPABILITY_NAMED_IAM";

    static final List<String> ALL = List.of(IAM, NAMED);

    private Capabilities() {}

    static List<String> ofIam(Collection<String> types) {
        return types.stream().filter(type -> type.startsWith("AWS::IAM::")).toList();
    }

    static List<String> of(Template template) {
        List<JsonNode> ofIam = template.resources().values().stream()
                .filter(resource -> resource.path("Type").asText().startsWith("AWS::IAM::"))
                .map(resource -> resource.path("Properties"))
                .toList();
        boolean isNamed = ofIam.stream()
                .anyMatch(properties -> properties.has("RoleName") || properties.has("ManagedPolicyName"));
        return isNamed ? List.of(NAMED) : ofIam.isEmpty() ? List.of() : List.of(IAM);
    }

    /** Throws InsufficientCapabilitiesException if the template needs another; the named one is enough for both. */
    static void check(Template template, List<String> given) {
        List<String> needed = of(template);
        if (!given.contains(NAMED) && !given.containsAll(needed)) {
            throw AwsError.of("InsufficientCapabilitiesException", "Requires capabilities : " + needed);
        }
    }
}
