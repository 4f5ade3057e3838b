package workshop.cloud.apigateway;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
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
        operations
                .invalid("BadRequestException")
                .on("GetRestApis", "apigateway:GET", page, input -> arn(""), (caller, input) -> apis(input))
                .on(
                        "GetRestApi",
                        "apigateway:GET",
                        Members.of(api),
                        input -> arn("/" + id(input)),
                        (caller, input) -> json(api(input)))
                .on(
                        "GetResources",
                        "apigateway:GET",
                        page.and(api),
                        input -> arn("/" + id(input) + "/resources"),
                        (caller, input) -> resources(input))
                .on(
                        "GetStages",
                        "apigateway:GET",
                        Members.of(api, optional("deploymentId", text())),
                        input -> arn("/" + id(input) + "/stages"),
                        (caller, input) -> stages(input));
        return new RestJson(operations)
                .route("GET", "/restapis", "GetRestApis")
                .route("GET", "/restapis/{restapi_id}", "GetRestApi")
                .route("GET", "/restapis/{restapi_id}/resources", "GetResources")
                .route("GET", "/restapis/{restapi_id}/stages", "GetStages");
    }

    private String arn(String after) {
        return apiGateway.pathArn("/restapis" + after);
    }

    private static String id(ObjectNode input) {
        return input.path("restapi_id").asText();
    }

    private RestApi api(ObjectNode input) {
        return apiGateway.api(id(input));
    }

    private JsonNode apis(ObjectNode input) {
        return page(apiGateway.apis().values().stream().map(ApiGatewayApi::json).toList(), input);
    }

    private JsonNode resources(ObjectNode input) {
        return page(
                api(input).resources().values().stream()
                        .map(ApiGatewayApi::json)
                        .toList(),
                input);
    }

    private JsonNode stages(ObjectNode input) {
        String deployment = input.path("deploymentId").asText("");
        List<ObjectNode> stages = api(input).stages().values().stream()
                .filter(stage -> deployment.isEmpty() || stage.deploymentId().equals(deployment))
                .map(ApiGatewayApi::json)
                .toList();
        ObjectNode answer = Json.object();
        answer.putArray("item").addAll(stages);
        return answer;
    }

    /** A page of what is sorted by its id; the position is the last id of the page before. */
    private static JsonNode page(List<ObjectNode> all, ObjectNode input) {
        String position = input.path("position").asText("");
        int limit = input.path("limit").asInt(25);
        if (limit < 1 || limit > 500) {
            throw new AwsError(400, "BadRequestException", "Invalid limit: must be from 1 to 500, it is " + limit);
        }
        List<ObjectNode> rest = all.stream()
                .filter(one -> one.path("id").asText().compareTo(position) > 0)
                .toList();
        List<ObjectNode> page = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode answer = Json.object();
        answer.putArray("item").addAll(page);
        return page.size() == rest.size()
                ? answer
                : answer.put("position", page.get(page.size() - 1).path("id").asText());
    }

    private static ObjectNode json(RestApi api) {
        ObjectNode json = Json.object()
                .put("id", api.id())
                .put("name", api.name())
                .put("createdDate", api.createdAt().getEpochSecond())
                .put("rootResourceId", api.rootResourceId());
        if (!api.binaryMediaTypes().isEmpty()) {
            json.set("binaryMediaTypes", Json.MAPPER.valueToTree(api.binaryMediaTypes()));
        }
        return json;
    }

    private static ObjectNode json(RestApi.Resource resource) {
        ObjectNode json = Json.object().put("id", resource.id()).put("path", resource.path());
        if (resource.parentId() != null) {
            json.put("parentId", resource.parentId()).put("pathPart", resource.pathPart());
        }
        if (!resource.methods().isEmpty()) {
            ObjectNode methods = json.putObject("resourceMethods");
            resource.methods().keySet().forEach(methods::putObject);
        }
        return json;
    }

    private static ObjectNode json(Stage stage) {
        ObjectNode json = Json.object().put("stageName", stage.name()).put("deploymentId", stage.deploymentId());
        if (!stage.variables().isEmpty()) {
            json.set("variables", Json.MAPPER.valueToTree(stage.variables()));
        }
        return json;
    }
}
