package workshop.console.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;

/** What is deployed, by what a hop or another resource says of it. */
public record Stack(List<DeployedResource> resources, Map<String, DeployedResource> byName) {

    public Stack(List<DeployedResource> resources) {
        this(resources, new HashMap<>());
        of("AWS::Lambda::Function").forEach(its -> byName.putIfAbsent(its.ref(), its));
        resources.forEach(its -> byName.putIfAbsent(its.ref(), its));
        resources.forEach(its -> its.attributes().values().forEach(name -> byName.putIfAbsent(name, its)));
    }

    public Stream<DeployedResource> of(String type) {
        return resources.stream().filter(resource -> resource.type().equals(type));
    }

    /**
     * The resource that an ARN, an id or a URL names. An ARN may say more than the resource: a version, a session of a function's
     * role, a stage, a stream; or less, as that of a log group.
     */
    public Optional<DeployedResource> named(String arn) {
        return Stream.of(
                        functionName(arn), // whose permissions have its ARN, too
                        arn,
                        arn.replaceFirst("^.*:assumed-role/.*/", ""),
                        arn.replaceFirst("^.*:execute-api:[^:]*:[^:]*:([^/]*).*$", "$1"),
                        arn.replaceFirst("/stream/.*$", ""),
                        arn + ":*")
                .map(byName::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** A function by its name or its ARN, with a version or without. */
    public Optional<DeployedResource> function(String nameOrArn) {
        return Optional.ofNullable(byName.get(functionName(nameOrArn)))
                .filter(its -> its.type().equals("AWS::Lambda::Function"));
    }

    public static String functionName(String nameOrArn) {
        return nameOrArn.replaceFirst("^arn:.*:function:", "").replaceFirst(":.*", "");
    }

    public static String busName(String nameOrArn) {
        return nameOrArn.replaceFirst("^.*event-bus/", "");
    }

    public static String busOf(DeployedResource rule) {
        return busName(rule.properties().path("EventBusName").asText("default"));
    }

    public static Stream<String> targets(DeployedResource rule) {
        return rule.properties()
                .path("Targets")
                .valueStream()
                .map(target -> target.path("Arn").asText());
    }

    /** What people call it: the id of its construct, or the last part of the ARN. */
    public String name(String arn) {
        return named(arn)
                .map(resource -> id(resource.path()))
                .orElseGet(() -> arn.substring(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1));
    }

    /** The same with its kind, such as {@code table Todos}; a bus has the name that it has on AWS. */
    public String title(String arn) {
        return named(arn)
                .map(its -> word(its) + " "
                        + (its.type().equals("AWS::Events::EventBus") ? busName(its.ref()) : id(its.path())))
                .orElseGet(() -> name(arn));
    }

    /** The type of the resource with this path in the CDK app; empty if there is none. */
    public String type(String path) {
        return resources.stream()
                .filter(its -> its.path().equals(path))
                .map(DeployedResource::type)
                .findFirst()
                .orElse("");
    }

    /** What kind of thing it is, such as {@code event bus}. */
    public static String word(DeployedResource resource) {
        String type = resource.type().replaceFirst(".*::", "");
        return type.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    public String path(String arn) {
        return named(arn).map(DeployedResource::path).orElse("");
    }

    /** A construct's own id: what CDK adds below it has names of CDK's. */
    public static String id(String path) {
        String own = path.replaceFirst("/(Resource|Default|DefaultPolicy|ServiceRole)(/.*)?$", "");
        return own.substring(own.lastIndexOf('/') + 1);
    }

    public static String around(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf("/" + id(path))));
    }

    public Stream<DeployedResource> mappings(String source) {
        return of("AWS::Lambda::EventSourceMapping")
                .filter(mapping -> mapping.text("/EventSourceArn").equals(source));
    }

    public List<JsonNode> statements(DeployedResource function) {
        String role = function.text("/Role").replaceFirst(".*/", "");
        Stream<JsonNode> policies = resources.stream()
                .filter(resource -> resource.type().matches("AWS::IAM::(Managed)?Policy"))
                .filter(policy -> Json.texts(policy.properties().path("Roles")).contains(role))
                .map(DeployedResource::properties);
        Stream<JsonNode> inline = of("AWS::IAM::Role")
                .filter(resource -> resource.ref().equals(role))
                .flatMap(resource -> resource.properties().path("Policies").valueStream());
        return Stream.concat(policies, inline)
                .flatMap(policy -> Json.each(policy.at("/PolicyDocument/Statement")).stream())
                .toList();
    }
}
