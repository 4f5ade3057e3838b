package workshop.cloud.apigateway;

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

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::ApiGateway::Stage}; of its method settings throttling takes effect, logging and metrics don't. */
public record StageType(ApiGateway apiGateway) implements ResourceType {
    /** Where the physical resource remembers the API. */
    private static final String API = "RestApiId";

    private static final Members METHOD_SETTING = Members.of(
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
                    setting -> setting.path("CachingEnabled").asBoolean());

    public static final Members PROPERTIES = Members.of(
            required(API, text()).replacing(),
            required("StageName", text(1, 128, "[a-zA-Z0-9_-]+")).replacing(),
            required("DeploymentId", text()),
            optional("Variables", map(text(1, 64, "[a-zA-Z0-9_]+"), text(0, 512, "[A-Za-z0-9\\-._~:/?#&=,]*"))),
            optional("MethodSettings", list(METHOD_SETTING)),
            TAGS,
            withoutEffect("Description", text(0, 1024)),
            withoutEffect("TracingEnabled", flag()),
            withoutEffect("AccessLogSetting", optional("DestinationArn", text()), optional("Format", text())));

    @Override
    public Physical create(Declaration declaration) {
        String name = declaration.text("StageName");
        if (api(declaration).stages.containsKey(name)) {
            throw new AwsError(409, "ConflictException", "Stage already exists");
        }
        return put(declaration);
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return put(declaration);
    }

    private RestApi api(Declaration declaration) {
        return apiGateway.api(declaration.text(API));
    }

    private Physical put(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        RestApi api = api(declaration);
        String deployment = properties.path("DeploymentId").asText();
        if (!api.deployments.containsKey(deployment)) {
            throw new AwsError(404, "NotFoundException", "Invalid Deployment identifier specified");
        }
        Stage stage = Stage.of(
                properties.path("StageName").asText(),
                deployment,
                properties.path("Variables"),
                properties.path("MethodSettings"));
        api.stages.put(stage.name(), stage);
        return new Physical(stage.name(), Map.of(API, api.id));
    }

    @Override
    public void delete(Physical existing) {
        RestApi api = apiGateway.apis().get(existing.attributes().get(API));
        if (api != null) {
            api.stages.remove(existing.ref());
        }
    }
}
