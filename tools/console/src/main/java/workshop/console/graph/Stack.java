package workshop.console.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import workshop.cloud.cloudformation.DeployedResource;

/** What is deployed, by what a hop or another resource says of it. */
public record Stack(List<DeployedResource> resources) {

    public Stream<DeployedResource> of(String type) {
        return resources.stream().filter(resource -> resource.type().equals(type));
    }

    /** The resource that an ARN, an id or a URL names. */
    public Optional<DeployedResource> named(String arn) {
        return resources.stream()
                .filter(resource ->
                        resource.ref().equals(arn) || resource.attributes().containsValue(arn))
                .findFirst();
    }

    /** A function by its name or its ARN, with a version or without. */
    public Optional<DeployedResource> function(String nameOrArn) {
        String name = nameOrArn.replaceFirst("^arn:.*:function:", "").replaceFirst(":.*", "");
        return of("AWS::Lambda::Function")
                .filter(function -> function.ref().equals(name))
                .findFirst();
    }

    /** What people call it: the id of its construct, or the last part of the ARN. */
    public String name(String arn) {
        return function(arn)
                .or(() -> named(arn))
                .map(resource -> id(resource.path()))
                .orElseGet(() -> arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1));
    }

    public String path(String arn) {
        return function(arn).or(() -> named(arn)).map(DeployedResource::path).orElse("");
    }

    /** A construct's own id: what CDK adds below it has names of CDK's. */
    public static String id(String path) {
        String own = path.replaceFirst("/(Resource|Default|DefaultPolicy|ServiceRole)(/.*)?$", "");
        return own.substring(own.lastIndexOf('/') + 1);
    }

    /** The event source mappings that read a stream or a queue, for a function or for any. */
    public List<DeployedResource> mappings(String source) {
        return of("AWS::Lambda::EventSourceMapping")
                .filter(mapping ->
                        mapping.properties().path("EventSourceArn").asText().equals(source))
                .toList();
    }

    /** What the policies of a role say, by the role's ARN. */
    public List<JsonNode> statements(String roleArn) {
        String role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        Stream<JsonNode> policies = resources.stream()
                .filter(resource -> resource.type().matches("AWS::IAM::(Managed)?Policy"))
                .filter(policy -> elements(policy.properties().path("Roles"))
                        .anyMatch(one -> one.asText().equals(role)))
                .map(policy -> policy.properties().path("PolicyDocument"));
        Stream<JsonNode> inline = of("AWS::IAM::Role")
                .filter(resource -> resource.ref().equals(role))
                .flatMap(resource -> elements(resource.properties().path("Policies")))
                .map(policy -> policy.path("PolicyDocument"));
        return Stream.concat(policies, inline)
                .flatMap(document -> elements(document.path("Statement")))
                .toList();
    }

    /** One or several, as policies have it. */
    public static Stream<JsonNode> elements(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? StreamSupport.stream(oneOrMore.spliterator(), false)
                : Stream.of(oneOrMore).filter(node -> !node.isMissingNode());
    }
}
