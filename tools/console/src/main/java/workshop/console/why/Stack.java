package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import workshop.cloud.cloudformation.DeployedResource;

/** What is deployed, by what a hop says of it. */
record Stack(List<DeployedResource> resources) {

    Stream<DeployedResource> of(String type) {
        return resources.stream().filter(resource -> resource.type().equals(type));
    }

    /** The resource that an ARN, an id or a URL names. */
    Optional<DeployedResource> named(String arn) {
        return resources.stream()
                .filter(resource ->
                        resource.ref().equals(arn) || resource.attributes().containsValue(arn))
                .findFirst();
    }

    /** A function by its name or its ARN, with a version or without. */
    Optional<DeployedResource> function(String nameOrArn) {
        String name = nameOrArn.replaceFirst("^arn:.*:function:", "").replaceFirst(":.*", "");
        return of("AWS::Lambda::Function")
                .filter(function -> function.ref().equals(name))
                .findFirst();
    }

    /** What people call it: the id of its construct, or the last part of the ARN. */
    String name(String arn) {
        return function(arn)
                .or(() -> named(arn))
                .map(resource -> Sources.id(resource.path()))
                .orElseGet(() -> arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1));
    }

    String path(String arn) {
        return function(arn).or(() -> named(arn)).map(DeployedResource::path).orElse("");
    }

    /** The statements of a role, by its ARN. */
    List<JsonNode> statements(String roleArn) {
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
    static Stream<JsonNode> elements(JsonNode oneOrMore) {
        return oneOrMore.isArray()
                ? StreamSupport.stream(oneOrMore.spliterator(), false)
                : Stream.of(oneOrMore).filter(node -> !node.isMissingNode());
    }
}
