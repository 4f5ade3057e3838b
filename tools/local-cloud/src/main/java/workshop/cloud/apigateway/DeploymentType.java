package workshop.cloud.apigateway;

import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.text;

import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::ApiGateway::Deployment}: the API's methods as they are now; later changes need a new deployment. */
public record DeploymentType(ApiGateway apiGateway) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    required("RestApiId", text()).replacing(), withoutEffect("Description", text()))
            .returning("DeploymentId");

    @Override
    public Physical create(Declaration declaration) {
        RestApi api = apiGateway.api(declaration.text("RestApiId"));
        if (api.routes().isEmpty()) {
            throw AwsError.of("BadRequestException", "The REST API doesn't contain any methods");
        }
        String id = ApiGateway.newId(6);
        api.deployments.put(id, api.routes());
        return new Physical(id, Map.of("DeploymentId", id));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        apiGateway.apis().values().forEach(api -> api.deployments.remove(existing.ref()));
    }
}
