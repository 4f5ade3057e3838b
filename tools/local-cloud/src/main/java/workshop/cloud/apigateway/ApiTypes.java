package workshop.cloud.apigateway;

import static workshop.cloud.ResourceType.TAGS;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.number;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Shape;

/** The resource types of API Gateway. */
public record ApiTypes(ApiGateway apiGateway) {
    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html">Access logs</a> */
    private static final String REQUEST_ID = "(?s).*\\$\\{?context\\.(r|extendedR)equestId(?!\\w).*";

    private static final String LOG_TARGET =
            "arn:[^:]+:(logs:.*|firehose:[^:]*:\\d{12}:deliverystream/amazon-apigateway-.*)";
    private static final String API = "RestApiId";
    private static final Member OF_API = required(API, text()).replacing();

    public List<ResourceType> all() {
        return List.of(api(), path(), method(), deployment(), stage());
    }

    private RestApi api(Declaration declaration) {
        return apiGateway.api(declaration.text(API));
    }

    private Optional<RestApi> find(String id) {
        return Optional.ofNullable(apiGateway.apis.get(id));
    }

    ResourceType api() {
        Members endpoint = Members.of(
                optional("Types", list(oneOf("EDGE", "REGIONAL")).distinct()),
                optional("IpAddressType", oneOf("ipv4", "dualstack")));
        Members properties = Members.of(
                        required("Name", text(1, 1024)),
                        optional("BinaryMediaTypes", list(text()).distinct()),
                        TAGS,
                        withoutEffect("Description", text(0, 1024)),
                        withoutEffect("EndpointConfiguration", endpoint),
                        withoutEffect("DisableExecuteApiEndpoint", flag()),
                        withoutEffect("MinimumCompressionSize", whole(0, 10_485_760)))
                .refuse(
                        "Description cannot be an empty string",
                        given -> given.path("Description").asText("-").isEmpty(),
                        "Description")
                .refuse(
                        "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.",
                        given -> Json.write(given.at("/EndpointConfiguration/Types"))
                                .equals("[]"))
                .refuse(
                        "Cannot create an api with multiple Endpoint Types.",
                        given -> given.at("/EndpointConfiguration/Types").size() > 1)
                .returning(API, "RootResourceId");
        return new ResourceType("AWS::ApiGateway::RestApi", properties)
                .creates(declaration -> {
                    String id = ApiGateway.newId(10);
                    RestApi api = RestApi.of(id, declaration.properties(), ApiGateway.newId(10));
                    apiGateway.apis.put(id, api);
                    return new Physical(id, Map.of(API, id, "RootResourceId", api.rootResourceId()));
                })
                .updates((declaration, existing) -> {
                    RestApi api = apiGateway.api(existing.ref());
                    apiGateway.apis.put(api.id(), api.with(declaration.properties()));
                })
                .deletes(existing -> apiGateway.apis.remove(existing.ref()));
    }

    ResourceType path() {
        Shape part = text(1, 1024, "[a-zA-Z0-9._\\-:~*$,;!@=&'()]+|\\{[a-zA-Z0-9._\\-:]+\\+?}");
        Members properties = Members.of(
                        required("ParentId", text()).replacing(),
                        required("PathPart", part).replacing(),
                        OF_API)
                .returning("ResourceId");
        return new ResourceType("AWS::ApiGateway::Resource", properties)
                .creates(declaration -> {
                    RestApi api = api(declaration);
                    RestApi.Resource parent = api.resource(declaration.text("ParentId"));
                    String its = declaration.text("PathPart");
                    checkPart(api, parent, its);
                    String path = (parent.path().equals("/") ? "" : parent.path()) + "/" + its;
                    String id = ApiGateway.newId(6);
                    api.resources()
                            .put(id, new RestApi.Resource(id, parent.id(), its, path, new ConcurrentSkipListMap<>()));
                    return new Physical(id, Map.of("ResourceId", id));
                })
                .deletes(existing ->
                        apiGateway.apis.values().forEach(api -> api.resources().remove(existing.ref())));
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html">CreateResource</a> */
    private static void checkPart(RestApi api, RestApi.Resource parent, String part) {
        RestApi.refuse(
                parent.pathPart().endsWith("+}"),
                "Cannot create a child of a resource with a greedy path variable: " + parent.pathPart());
        for (RestApi.Resource other : api.resources().values()) {
            boolean isSibling = parent.id().equals(other.parentId());
            if (isSibling && other.pathPart().equals(part)) {
                throw conflict("Another resource with the same parent already has this name: " + part);
            }
            RestApi.refuse(
                    isSibling && part.startsWith("{") && other.pathPart().startsWith("{"),
                    "A sibling (" + other.pathPart()
                            + ") of this resource already has a variable path part -- only one is allowed");
        }
    }

    private static AwsError conflict(String message) {
        return new AwsError(409, "ConflictException", message);
    }

    /** A method with a Lambda proxy integration and no authorizer. */
    ResourceType method() {
        Shape methods = oneOf(("ANY|" + Route.VERBS).split("\\|"));
        Member called = optional("IntegrationHttpMethod", methods);
        Member millis = optional("TimeoutInMillis", whole(50, RestApi.MAX_MILLIS));
        Members integration =
                Members.of(required("Type", oneOf("AWS_PROXY")), required("Uri", text(1, 2048)), called, millis);
        Members response = Members.of(
                required("StatusCode", text(3, 3, "[1-5]\\d\\d")),
                optional("ResponseModels", map(text())),
                optional("ResponseParameters", map(text(1, 1024, "method\\.response\\.header\\.\\S+"), text())));
        Members properties = Members.of(
                        OF_API,
                        required("ResourceId", text()).replacing(),
                        required("HttpMethod", methods).replacing(),
                        required("Integration", integration),
                        optional("AuthorizationType", oneOf("NONE")),
                        optional("ApiKeyRequired", flag()),
                        withoutEffect("OperationName", text()),
                        withoutEffect("MethodResponses", list(response).distinct()),
                        withoutEffect("RequestModels", map(text())))
                .refuse(
                        "the local cloud does not have API keys (ApiKeyRequired)",
                        given -> given.path("ApiKeyRequired").asBoolean())
                .refuse(ApiTypes::unknownModels);
        return new ResourceType("AWS::ApiGateway::Method", properties)
                .creates(declaration -> {
                    String resource = declaration.text("ResourceId");
                    RestApi.Method method = RestApi.Method.of(declaration.properties());
                    Map<String, RestApi.Method> there =
                            api(declaration).resource(resource).methods();
                    if (declaration.before().isEmpty() && there.containsKey(method.httpMethod())) {
                        throw conflict("Method already exists for this resource");
                    }
                    there.put(method.httpMethod(), method);
                    return new Physical(
                            String.join("|", declaration.text(API), resource, method.httpMethod()), Map.of());
                })
                .deletes(existing -> {
                    String[] id = existing.ref().split("\\|");
                    find(id[0])
                            .map(api -> api.resources().get(id[1]))
                            .ifPresent(resource -> resource.methods().remove(id[2]));
                });
    }

    /**
     * An API has two models of itself; no template makes others here.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html">Models</a>
     */
    private static List<String> unknownModels(JsonNode method) {
        return Stream.of("RequestModels", "ResponseModels")
                .flatMap(models -> method.findValues(models).stream())
                .filter(models -> !Reading.TEMPLATE.isOpen(models))
                .flatMap(JsonNode::valueStream)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(model -> !model.matches("Empty|Error"))
                .map("Invalid model identifier specified: "::concat)
                .toList();
    }

    /** The API's methods as they are now; later changes need a new deployment. */
    ResourceType deployment() {
        Members properties =
                Members.of(OF_API, withoutEffect("Description", text())).returning("DeploymentId");
        return new ResourceType("AWS::ApiGateway::Deployment", properties)
                .creates(declaration -> {
                    RestApi api = api(declaration);
                    RestApi.refuse(api.routes().isEmpty(), "The REST API doesn't contain any methods");
                    String id = ApiGateway.newId(6);
                    api.deployments().put(id, api.routes());
                    return new Physical(id, Map.of("DeploymentId", id));
                })
                .updates((declaration, existing) -> {})
                .deletes(existing -> apiGateway.apis.values().forEach(api -> api.undeploy(existing.ref())));
    }

    /** Of a stage's method settings throttling takes effect, logging and metrics don't. */
    ResourceType stage() {
        Members setting = Members.of(
                        optional("HttpMethod", text(1, 7)),
                        optional("ResourcePath", text(1, 1024, "/.*")),
                        optional("ThrottlingBurstLimit", whole(0, Integer.MAX_VALUE)),
                        optional("ThrottlingRateLimit", number(0)),
                        optional("CachingEnabled", flag()),
                        withoutEffect("DataTraceEnabled", flag()),
                        withoutEffect("LoggingLevel", oneOf("OFF", "ERROR", "INFO")),
                        withoutEffect("MetricsEnabled", flag()))
                .refuse(
                        "the local cloud does not have API caching (CachingEnabled)",
                        given -> given.path("CachingEnabled").asBoolean())
                .refuse(
                        "Invalid method setting path: a path has settings for each method, or /* for *",
                        given -> !(given.path("ResourcePath").asText() + " "
                                        + given.path("HttpMethod").asText())
                                .matches("/\\* (ANY|\\*)|/.* (" + Route.VERBS + ")"),
                        "HttpMethod",
                        "ResourcePath");
        Members log = Members.of(
                        optional("DestinationArn", text(1, 2048, LOG_TARGET)), optional("Format", text(1, 3072)))
                .refuse(
                        "Access Log format must be single line, new line character is allowed only at end of the format",
                        given -> given.path("Format").asText().strip().matches("(?s).*[\\r\\n].*"))
                .refuse(
                        "Access Log format must include either $context.requestId or $context.extendedRequestId",
                        given -> given.path("Format").isTextual()
                                && !given.get("Format").asText().matches(REQUEST_ID));
        Members properties = Members.of(
                OF_API,
                required("StageName", text(1, 128, "[a-zA-Z0-9_-]+")).replacing(),
                required("DeploymentId", text()),
                optional("Variables", map(text(1, 64, "[a-zA-Z0-9_]+"), text(1, 512, "[A-Za-z0-9\\-._~:/?#&=,]+"))),
                optional("MethodSettings", list(setting).distinct()),
                TAGS,
                withoutEffect("Description", text(0, 1024)),
                withoutEffect("TracingEnabled", flag()),
                withoutEffect("AccessLogSetting", log));
        return new ResourceType("AWS::ApiGateway::Stage", properties)
                .creates(declaration -> {
                    if (api(declaration).stages().containsKey(declaration.text("StageName"))) {
                        throw conflict("Stage already exists");
                    }
                    return put(declaration);
                })
                .replaces((declaration, existing) -> put(declaration))
                .deletes(existing -> find(existing.attributes().get(API))
                        .ifPresent(api -> api.stages().remove(existing.ref())));
    }

    private Physical put(Declaration declaration) {
        RestApi api = api(declaration);
        String deployment = declaration.text("DeploymentId");
        if (!api.deployments().containsKey(deployment)) {
            throw new AwsError(404, "NotFoundException", "Invalid Deployment identifier specified");
        }
        String name = declaration.text("StageName");
        Stage before = api.stages().get(name);
        Instant now = Instant.now();
        api.stages().put(name, Stage.of(declaration.properties(), before == null ? now : before.createdAt(), now));
        return new Physical(name, Map.of(API, api.id()));
    }
}
