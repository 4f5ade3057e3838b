package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;

/**
 * API Gateway's own API, as far as one looks around with it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html">API</a>
 */
public record ApiGatewayApi(ApiGateway apiGateway, Iam iam) implements Service {

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            // As on AWS, the action is the HTTP method and the resource is the path
            iam.authorize(caller, "apigateway:" + request.method(), apiGateway.pathArn(request.path()));
            return HttpReply.json(200, answer(request));
        } catch (AwsError e) {
            return HttpReply.json(e.status(), Json.object().put("message", e.getMessage()))
                    .withHeader("x-amzn-ErrorType", e.code());
        }
    }

    private JsonNode answer(HttpRequest request) {
        String[] parts = request.path().split("/"); // "", "restapis", id, what, which
        String call = request.method() + " " + (parts.length > 1 ? parts[1] : "")
                + (parts.length > 2 ? "/x" : "")
                + (parts.length > 3 ? "/" + parts[3] : "")
                + (parts.length > 4 ? "/x" : "");
        return switch (call) {
            case "GET restapis" -> {
                ArrayNode all = Json.array();
                apiGateway.apis().values().forEach(api -> all.add(json(api)));
                yield Json.object().set("item", all);
            }
            case "GET restapis/x" -> json(apiGateway.api(parts[2]));
            case "GET restapis/x/resources" -> {
                ArrayNode all = Json.array();
                apiGateway.api(parts[2]).resources().values().forEach(resource -> all.add(json(resource)));
                yield Json.object().set("item", all);
            }
            case "GET restapis/x/stages" -> {
                ArrayNode all = Json.array();
                apiGateway.api(parts[2]).stages().values().forEach(stage -> all.add(json(stage)));
                yield Json.object().set("item", all);
            }
            default -> throw AwsError.notHere("the API Gateway call " + request.method() + " " + request.path());
        };
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
