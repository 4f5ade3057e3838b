package workshop.cloud.apigateway;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.ANY;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::ApiGateway::Method}, with a Lambda proxy integration and no authorizer. */
public record MethodType(ApiGateway apiGateway) implements ResourceType {
    private static final Pattern FUNCTION = Pattern.compile(":lambda:path/2015-03-31/functions/(arn:.+)/invocations$");
    private static final int MAX_MILLIS = 29_000;

    private static final String[] METHODS = {"ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};

    private static final Members INTEGRATION = Members.of(
            required("Type", oneOf("AWS_PROXY")),
            required("Uri", text(1, 2048)),
            optional("IntegrationHttpMethod", oneOf(METHODS)),
            optional("TimeoutInMillis", whole(50, MAX_MILLIS)));

    private static final Members RESPONSE = Members.of(
            required("StatusCode", text(3, 3, "[1-5]\\d\\d")),
            optional("ResponseModels", map(text())),
            optional("ResponseParameters", map(ANY)));

    public static final Members PROPERTIES = Members.of(
                    required("RestApiId", text()).replacing(),
                    required("ResourceId", text()).replacing(),
                    required("HttpMethod", oneOf(METHODS)).replacing(),
                    required("Integration", INTEGRATION),
                    optional("AuthorizationType", oneOf("NONE")),
                    optional("ApiKeyRequired", flag()),
                    withoutEffect("OperationName", text()),
                    withoutEffect("MethodResponses", list(RESPONSE)),
                    withoutEffect("RequestModels", map(text())))
            .refuse(
                    "the local cloud does not have API keys (ApiKeyRequired)",
                    method -> method.path("ApiKeyRequired").asBoolean());

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        String api = properties.path("RestApiId").asText();
        String resource = properties.path("ResourceId").asText();
        RestApi.Method method = method(properties);
        apiGateway.api(api).resource(resource).methods().put(method.httpMethod(), method);
        return new Physical(String.join("|", api, resource, method.httpMethod()), Map.of());
    }

    private static RestApi.Method method(ObjectNode properties) {
        JsonNode integration = properties.path("Integration");
        String called = integration.path("IntegrationHttpMethod").asText();
        if (called.isEmpty()) {
            throw refused("Enumeration value for HttpMethod must be non-empty");
        }
        String uri = integration.path("Uri").asText();
        if (!uri.startsWith("arn:")) {
            throw refused("Invalid ARN specified in the request");
        }
        if (!uri.matches("(?:[^:]*:){5}(?:path|action)/.*")) {
            throw refused("AWS ARN for integration must contain path or action");
        }
        Matcher function = FUNCTION.matcher(uri);
        if (!function.find()) {
            throw refused("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream"
                    + " invocations.");
        }
        int timeout = integration.path("TimeoutInMillis").asInt(MAX_MILLIS);
        return new RestApi.Method(properties.path("HttpMethod").asText(), function.group(1), called, timeout);
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html">PutIntegration</a> */
    private static AwsError refused(String message) {
        return AwsError.of("BadRequestException", message);
    }

    @Override
    public void delete(Physical existing) {
        String[] id = existing.ref().split("\\|");
        RestApi api = apiGateway.apis().get(id[0]);
        if (api != null && api.resources.containsKey(id[1])) {
            api.resource(id[1]).methods().remove(id[2]);
        }
    }
}
