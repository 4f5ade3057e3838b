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
        get(service, "GetRestApis", "", page, input -> page(apiGateway.apis().values(), ApiGatewayApi::json, input));
        get(service, "GetRestApi", "/{restapi_id}", Members.of(api), input -> json(api(input)));
        get(
                service,
                "GetResources",
                "/{restapi_id}/resources",
                page.and(api),
                input -> page(api(input).resources.values(), ApiGatewayApi::json, input));
        get(
                service,
                "GetStages",
                "/{restapi_id}/stages",
                Members.of(api, optional("deploymentId", text())),
                this::stages);
        return service;
    }

    private void get(
            RestJson service, String name, String after, Members members, Function<ObjectNode, JsonNode> operation) {
        String path = "/restapis" + after;
        service.operations()
                .about(input -> apiGateway.pathArn(path.replace("{restapi_id}", id(input))))
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

    private JsonNode stages(ObjectNode input) {
        String deployment = input.path("deploymentId").asText();
        List<Stage> stages = api(input).stages.values().stream()
                .filter(stage -> deployment.isEmpty() || stage.deploymentId().equals(deployment))
                .toList();
        return Json.object().set("item", Json.list(stages, ApiGatewayApi::json));
    }

    private static ObjectNode json(RestApi api) {
        return Json.object()
                .put("id", api.id)
                .put("name", api.name)
                .put("createdDate", api.createdAt.getEpochSecond())
                .put("rootResourceId", api.rootResourceId)
                .set("binaryMediaTypes", Json.orNull(api.binaryMediaTypes));
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
        return Json.object()
                .put("stageName", stage.name())
                .put("deploymentId", stage.deploymentId())
                .set("variables", Json.orNull(stage.variables()));
    }
}
