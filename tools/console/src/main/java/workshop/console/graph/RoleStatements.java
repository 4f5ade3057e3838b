package workshop.console.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import workshop.cloud.cloudformation.DeployedResource;

/** What the policies of deployed roles allow. */
public record RoleStatements(List<DeployedResource> resources) {

    /** A statement that allows something. */
    public record Allowed(List<String> actions, List<String> resources) {}

    /** The statements of the role with this ARN. */
    public List<Allowed> of(String roleArn) {
        String role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        List<Allowed> allowed = new ArrayList<>();
        for (DeployedResource resource : resources) {
            JsonNode its = resource.properties();
            boolean policy = resource.type().matches("AWS::IAM::(Managed)?Policy")
                    && texts(its.path("Roles")).contains(role);
            Stream<JsonNode> documents = policy
                    ? Stream.of(its.path("PolicyDocument"))
                    : resource.type().equals("AWS::IAM::Role") && resource.ref().equals(role)
                            ? elements(its.path("Policies")).map(inline -> inline.path("PolicyDocument"))
                            : Stream.of();
            documents
                    .flatMap(document -> elements(document.path("Statement")))
                    .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                    .forEach(statement -> allowed.add(
                            new Allowed(texts(statement.path("Action")), texts(statement.path("Resource")))));
        }
        return allowed;
    }

    private static Stream<JsonNode> elements(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? StreamSupport.stream(oneOrMore.spliterator(), false)
                : Stream.of(oneOrMore).filter(node -> !node.isMissingNode());
    }

    private static List<String> texts(JsonNode oneOrMore) {
        return elements(oneOrMore).map(JsonNode::asText).toList();
    }
}
