package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** A REST API: what is being defined, what was deployed of it, and the stages that serve deployments. */
final class RestApi {
    final String id;
    final JsonNode declared;
    final List<String> binaryMediaTypes;
    final Instant createdAt;
    final String rootResourceId;
    final Map<String, Resource> resources = new ConcurrentSkipListMap<>();
    /** What each deployment froze, by deployment id. */
    final Map<String, List<Route>> deployments = new ConcurrentHashMap<>();

    final Map<String, Stage> stages = new ConcurrentSkipListMap<>();

    /**
     * A path of the API with its methods.
     *
     * @param parentId null for the root
     * @param path such as {@code /todo/{todoId}}
     */
    record Resource(String id, String parentId, String pathPart, String path, Map<String, Method> methods) {}

    /**
     * A method with its Lambda function.
     *
     * @param httpMethod such as {@code POST}, or {@code ANY}
     * @param integrationMethod by which API Gateway calls the function; it answers to POST only
     * @param timeoutMillis how long the function may take, 50 to 29,000
     */
    record Method(String httpMethod, String functionArn, String integrationMethod, int timeoutMillis) {}

    /** @param declared the properties of its resource */
    RestApi(String id, JsonNode declared, String rootResourceId, Instant createdAt) {
        this.id = id;
        this.declared = declared;
        this.binaryMediaTypes = Json.texts(declared.path("BinaryMediaTypes"));
        this.rootResourceId = rootResourceId;
        this.createdAt = createdAt;
        resources.put(rootResourceId, new Resource(rootResourceId, null, "", "/", new ConcurrentSkipListMap<>()));
    }

    /** This API with other settings; its resources, deployments and stages stay. */
    RestApi with(JsonNode others) {
        RestApi changed = new RestApi(id, others, rootResourceId, createdAt);
        changed.resources.putAll(resources);
        changed.deployments.putAll(deployments);
        changed.stages.putAll(stages);
        return changed;
    }

    Resource resource(String resourceId) {
        return Optional.ofNullable(resources.get(resourceId))
                .orElseThrow(() -> new AwsError(404, "NotFoundException", "Invalid Resource identifier specified"));
    }

    List<Route> routes() {
        return resources.values().stream()
                .flatMap(resource -> resource.methods().values().stream()
                        .map(method -> new Route(resource.id(), resource.path(), method)))
                .toList();
    }
}
