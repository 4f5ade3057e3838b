package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Iam;
import workshop.cloud.lambda.Lambda.Answer;
import workshop.cloud.trace.Trace;

/** An API with {@code POST /todo}, {@code GET /todo/{todoId}} and {@code ANY /files/{proxy+}}, before its function. */
final class ApiFixture implements AutoCloseable {
    static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:Fn";
    private static final String NONE = "{}";

    private final Platform platform = Platform.of(Options.defaults(), () -> 4566);
    final Iam iam = platform.iam();
    final Trace trace = platform.trace();
    private BiFunction<String, Delivery, Answer> function =
            (arn, delivery) -> new Answer(null, "{\"statusCode\": 200, \"body\": \"ok\"}");
    Delivery delivered;
    final ApiGateway apiGateway = new ApiGateway(platform, (arn, delivery) -> {
        delivered = delivery;
        return function.apply(arn, delivery);
    });
    final Physical api;
    final Physical todo;

    ApiFixture(String apiProperties, String stageProperties) {
        api = create(new ApiTypes(apiGateway).api(), "'Name': 'Todos'" + apiProperties);
        todo = path(api.attributes().get("RootResourceId"), "todo");
        Physical one = path(todo.ref(), "{todoId}");
        Physical files =
                path(path(api.attributes().get("RootResourceId"), "files").ref(), "{proxy+}");
        method(todo, "POST", "");
        method(one, "GET", "");
        method(files, "ANY", "");
        stage(deployment(), stageProperties);
    }

    static ApiFixture plain() {
        return new ApiFixture("", "");
    }

    Physical path(String parent, String part) {
        return create(
                new ApiTypes(apiGateway).path(),
                "'RestApiId': '" + api.ref() + "', 'ParentId': '" + parent + "', 'PathPart': '" + part + "'");
    }

    Physical method(Physical path, String httpMethod, String integration) {
        return create(
                new ApiTypes(apiGateway).method(),
                "'RestApiId': '" + api.ref() + "', 'ResourceId': '" + path.ref() + "', 'HttpMethod': '" + httpMethod
                        + "', 'AuthorizationType': 'NONE', 'Integration': {'Type': 'AWS_PROXY', 'Uri':"
                        + " 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + FUNCTION
                        + "/invocations', 'IntegrationHttpMethod': 'POST'" + integration + "}");
    }

    Physical deployment() {
        return create(new ApiTypes(apiGateway).deployment(), "'RestApiId': '" + api.ref() + "'");
    }

    Declaration stageDeclaration(Physical deployment, String more) {
        return declaration("'RestApiId': '" + api.ref() + "', 'StageName': 'prod', 'DeploymentId': '" + deployment.ref()
                + "'" + more);
    }

    private void stage(Physical deployment, String more) {
        new ApiTypes(apiGateway).stage().create(stageDeclaration(deployment, more));
    }

    static Declaration declaration(String properties) {
        return new Declaration("Stack", "Id", "1", (ObjectNode) Json.read(("{" + properties + "}").replace('\'', '"')));
    }

    static Physical create(ResourceType type, String properties) {
        return type.create(declaration(properties));
    }

    /** The function from now on answers this. */
    void answers(String json) {
        function = (arn, delivery) -> new Answer(null, json.replace('\'', '"'));
    }

    void does(BiFunction<String, Delivery, Answer> what) {
        function = what;
    }

    HttpReply call(String method, String path) {
        return call(method, path, Map.of(), Map.of(), NONE.getBytes(StandardCharsets.UTF_8));
    }

    HttpReply call(
            String method,
            String path,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body) {
        return apiGateway.handle(
                iam.owner(), new HttpRequest(method, "/_api/" + api.ref() + "/prod" + path, query, headers, body));
    }

    JsonNode event() {
        return Json.read(delivered.payload());
    }

    @Override
    public void close() {
        apiGateway.close();
    }
}
