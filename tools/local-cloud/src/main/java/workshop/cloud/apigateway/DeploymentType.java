package workshop.cloud.apigateway;

import java.util.Map;
import java.util.Set;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;

/** {@code AWS::ApiGateway::Deployment}: the API's methods as they are now; later changes need a new deployment. */
public record DeploymentType(ApiGateway apiGateway) implements ResourceType {

    @Override
    public String name() {
        return "AWS::ApiGateway::Deployment";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("RestApiId");
    }

    @Override
    public Set<String> withoutEffect() {
        return Set.of("Description");
    }

    @Override
    public Set<String> replacing() {
        return honoured();
    }

    @Override
    public Physical create(Declaration declaration) {
        RestApi api = apiGateway.api(declaration.properties().path("RestApiId").asText());
        if (api.routes().isEmpty()) {
            throw new AwsError(400, "BadRequestException", "The REST API doesn't contain any methods");
        }
        String id = ApiGateway.newId(6);
        api.deployments().put(id, api.routes());
        return new Physical(id, Map.of("DeploymentId", id));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        apiGateway.apis().values().forEach(api -> api.deployments().remove(existing.ref()));
    }
}
