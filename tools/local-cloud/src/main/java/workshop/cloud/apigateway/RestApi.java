package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * A REST API: what is being defined, what was deployed of it, and the stages that serve deployments.
 *
 * @param declared the properties of its resource
 * @param deployments what each deployment froze, by deployment id
 */
record RestApi(
        String id,
        JsonNode declared,
        String rootResourceId,
        Instant createdAt,
        Map<String, Resource> resources,
        Map<String, List<Route>> deployments,
        Map<String, Stage> stages) {
    static final int MAX_MILLIS = 29_000;
    private static final Pattern FUNCTION = Pattern.compile(":lambda:path/2015-03-31/functions/(arn:.+)/invocations$");

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
    record Method(String httpMethod, String functionArn, String integrationMethod, int timeoutMillis) {

        /** Throws what API Gateway says of an integration that it doesn't take. */
        static Method of(JsonNode declared) {
            if (!declared.has("AuthorizationType")) {
                throw AwsError.validation(
                        "1 validation error detected: Value null at 'putMethodInput.authorizationType'"
                                + " failed to satisfy constraint: Member must not be null");
            }
            JsonNode integration = declared.path("Integration");
            String called = integration.path("IntegrationHttpMethod").asText();
            refuse(called.isEmpty(), "Enumeration value for HttpMethod must be non-empty");
            String uri = integration.path("Uri").asText();
            refuse(!uri.startsWith("arn:"), "Invalid ARN specified in the request");
            refuse(
                    !uri.matches("(?:[^:]*:){5}(?:path|action)/.*"),
                    "AWS ARN for integration must contain path or action");
            Matcher function = FUNCTION.matcher(uri);
            refuse(
                    !function.find(),
                    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream"
                            + " invocations.");
            int timeout = integration.path("TimeoutInMillis").asInt(MAX_MILLIS);
            return new Method(declared.path("HttpMethod").asText(), function.group(1), called, timeout);
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html">PutIntegration</a> */
    static void refuse(boolean when, String message) {
        AwsError.refuse(when, "BadRequestException", message);
    }

    static RestApi of(String id, JsonNode declared, String rootResourceId) {
        Map<String, Resource> resources = new ConcurrentSkipListMap<>();
        resources.put(rootResourceId, new Resource(rootResourceId, null, "", "/", new ConcurrentSkipListMap<>()));
        Map<String, Stage> stages = new ConcurrentSkipListMap<>();
        return new RestApi(id, declared, rootResourceId, Instant.now(), resources, new ConcurrentHashMap<>(), stages);
    }

    RestApi with(JsonNode others) {
        return new RestApi(id, others, rootResourceId, createdAt, resources, deployments, stages);
    }

    List<String> binaryMediaTypes() {
        return Json.texts(declared.path("BinaryMediaTypes"));
    }

    Resource resource(String resourceId) {
        return Optional.ofNullable(resources.get(resourceId))
                .orElseThrow(() -> new AwsError(404, "NotFoundException", "Invalid Resource identifier specified"));
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html">DeleteDeployment</a> */
    void undeploy(String deployment) {
        refuse(
                stages.values().stream().anyMatch(stage -> stage.deploymentId().equals(deployment)),
                "Active stages pointing to this deployment must be moved or deleted");
        deployments.remove(deployment);
    }

    List<Route> routes() {
        return resources.values().stream()
                .flatMap(resource -> resource.methods().values().stream()
                        .map(method -> new Route(resource.id(), resource.path(), method)))
                .toList();
    }
}
