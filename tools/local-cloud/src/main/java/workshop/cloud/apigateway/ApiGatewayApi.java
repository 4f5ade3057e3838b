package workshop.cloud.apigateway;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.gateway.RestJson;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/**
 * API Gateway's own API, as far as one looks around with it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html">API</a>
 */
public record ApiGatewayApi(ApiGateway apiGateway) {

    /** Adds all operations. As on AWS, the action is the HTTP method and the resource is the path. */
    public RestJson of(Operations operations) {
        Member api = required("restapi_id", text());
        Members page = Members.of(optional("limit", whole()), optional("position", text()));
        RestJson service = new RestJson(operations.invalid("BadRequestException"));
        get(service, "GetRestApis", "", page, input -> page(apiGateway.apis.values(), ApiGatewayApi::json, input));
        get(service, "GetRestApi", "/{restapi_id}", Members.of(api), input -> json(api(input)));
        get(service, "GetResources", "/{restapi_id}/resources", page.and(api), this::resources);
        Members stages = Members.of(api, optional("deploymentId", text()));
        get(service, "GetStages", "/{restapi_id}/stages", stages, this::stages);
        return service;
    }

    private void get(
            RestJson service, String name, String after, Members members, Function<ObjectNode, JsonNode> operation) {
        String path = "/restapis" + after;
        service.operations()
                .about(input -> "arn:aws:apigateway:" + Options.REGION + "::" + path.replace("{restapi_id}", id(input)))
                .on(name, "apigateway:GET", members, (caller, input) -> operation.apply(input));
        service.route("GET", path, name);
    }

    private static String id(ObjectNode input) {
        return input.path("restapi_id").asText();
    }

    private RestApi api(ObjectNode input) {
        return apiGateway.api(id(input));
    }

    private static <T> JsonNode page(Collection<T> all, Function<T, JsonNode> shown, ObjectNode input) {
        int limit = input.path("limit").asInt(25);
        if (limit < 1 || limit > 500) {
            throw AwsError.of("BadRequestException", "Invalid limit: must be from 1 to 500, it is " + limit);
        }
        AwsError invalid = AwsError.of("BadRequestException", "Invalid position parameter specified");
        return Page.of(all, input.path("position"), limit, invalid).json("item", shown, "position");
    }

    private JsonNode resources(ObjectNode input) {
        return page(api(input).resources().values(), ApiGatewayApi::json, input);
    }

    private JsonNode stages(ObjectNode input) {
        String deployment = input.path("deploymentId").asText();
        List<Stage> stages = api(input).stages().values().stream()
                .filter(stage -> deployment.isEmpty() || stage.deploymentId().equals(deployment))
                .toList();
        return Json.object().set("item", Json.list(stages, ApiGatewayApi::json));
    }

    private static ObjectNode json(RestApi api) {
        JsonNode declared = api.declared();
        JsonNode endpoint = declared.path("EndpointConfiguration");
        boolean isDisabled = declared.path("DisableExecuteApiEndpoint").asBoolean();
        JsonNode types =
                endpoint.has("Types") ? endpoint.get("Types") : Json.array().add("EDGE");
        ObjectNode answer = Json.object()
                .put("id", api.id())
                .put("name", declared.path("Name").asText())
                .put("description", declared.path("Description").asText(null))
                .put("createdDate", api.createdAt().getEpochSecond())
                .put("apiKeySource", "HEADER")
                .put("disableExecuteApiEndpoint", isDisabled)
                .put("rootResourceId", api.rootResourceId());
        answer.set("minimumCompressionSize", declared.get("MinimumCompressionSize"));
        answer.putObject("endpointConfiguration")
                .put("ipAddressType", endpoint.path("IpAddressType").asText("ipv4"))
                .set("types", types);
        return answer.set("binaryMediaTypes", Json.orNull(api.binaryMediaTypes()));
    }

    private static ObjectNode json(RestApi.Resource resource) {
        ObjectNode methods = Json.object();
        resource.methods().keySet().forEach(methods::putObject);
        return Json.object()
                .put("id", resource.id())
                .put("path", resource.path())
                .put("parentId", resource.parentId())
                .put("pathPart", resource.parentId() == null ? null : resource.pathPart())
                .set("resourceMethods", Json.orNull(methods));
    }

    private static ObjectNode json(Stage stage) {
        ObjectNode answer = Json.object()
                .put("stageName", stage.name())
                .put("deploymentId", stage.deploymentId())
                .put("description", stage.declared().path("Description").asText(null))
                .put("cacheClusterEnabled", false)
                .put("cacheClusterStatus", "NOT_AVAILABLE")
                .put("tracingEnabled", stage.declared().path("TracingEnabled").asBoolean())
                .put("createdDate", stage.createdAt().getEpochSecond())
                .put("lastUpdatedDate", stage.updatedAt().getEpochSecond());
        JsonNode log = stage.declared().path("AccessLogSetting");
        if (!log.isEmpty()) {
            answer.putObject("accessLogSettings")
                    .put("destinationArn", log.path("DestinationArn").asText(null))
                    .put("format", log.path("Format").asText(null));
        }
        ObjectNode settings = answer.putObject("methodSettings");
        for (JsonNode setting : stage.declared().path("MethodSettings")) {
            String path = setting.path("ResourcePath")
                    .asText()
                    .replaceFirst("^(/|~1)", "")
                    .replace("/", "~1");
            settings.set(path + "/" + setting.path("HttpMethod").asText(), json(setting));
        }
        return answer.set("variables", Json.orNull(stage.variables()));
    }

    private static ObjectNode json(JsonNode setting) {
        int burst = setting.path("ThrottlingBurstLimit").asInt(5000);
        return Json.object()
                .put("metricsEnabled", setting.path("MetricsEnabled").asBoolean())
                .put("loggingLevel", setting.path("LoggingLevel").asText(null))
                .put("dataTraceEnabled", setting.path("DataTraceEnabled").asBoolean())
                .put("throttlingBurstLimit", burst)
                .put("throttlingRateLimit", setting.path("ThrottlingRateLimit").asDouble(10_000))
                .put("cachingEnabled", false)
                .put("cacheTtlInSeconds", 300)
                .put("cacheDataEncrypted", false)
                .put("requireAuthorizationForCacheControl", true)
                .put("unauthorizedCacheControlHeaderStrategy", "SUCCEED_WITH_RESPONSE_HEADER");
    }
}
