package workshop.cloud.apigateway;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::ApiGateway::Stage}; of its method settings throttling takes effect, logging and metrics don't. */
public record StageType(ApiGateway apiGateway) implements ResourceType {
    /** Where the physical resource remembers the API. */
    private static final String API = "RestApiId";

    private static final Members PROPERTIES = Members.of(
            optional(API, ANY).replacing(),
            optional("StageName", ANY).replacing(),
            optional("DeploymentId", ANY),
            optional("Variables", ANY),
            optional("MethodSettings", ANY),
            optional("Tags", ANY).withoutEffect(),
            optional("Description", ANY).withoutEffect(),
            optional("TracingEnabled", ANY).withoutEffect(),
            optional("AccessLogSetting", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::ApiGateway::Stage";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        String name = declaration.properties().path("StageName").asText();
        if (api(declaration).stages().containsKey(name)) {
            throw new AwsError(409, "ConflictException", "Stage already exists");
        }
        return put(declaration);
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return put(declaration);
    }

    private RestApi api(Declaration declaration) {
        return apiGateway.api(declaration.properties().path(API).asText());
    }

    private Physical put(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        RestApi api = api(declaration);
        String deployment = properties.path("DeploymentId").asText();
        if (!api.deployments().containsKey(deployment)) {
            throw new AwsError(404, "NotFoundException", "Invalid Deployment identifier specified");
        }
        Stage stage = Stage.of(
                properties.path("StageName").asText(),
                deployment,
                properties.path("Variables"),
                properties.path("MethodSettings"));
        api.stages().put(stage.name(), stage);
        return new Physical(stage.name(), Map.of(API, api.id()));
    }

    @Override
    public void delete(Physical existing) {
        RestApi api = apiGateway.apis().get(existing.attributes().get(API));
        if (api != null) {
            api.stages().remove(existing.ref());
        }
    }
}
