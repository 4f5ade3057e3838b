package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;

/** {@code AWS::ApiGateway::RestApi}. */
public record RestApiType(ApiGateway apiGateway) implements ResourceType {

    @Override
    public String name() {
        return "AWS::ApiGateway::RestApi";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("Name", "BinaryMediaTypes");
    }

    @Override
    public Set<String> withoutEffect() {
        return Set.of(
                "Tags", "Description", "EndpointConfiguration", "DisableExecuteApiEndpoint", "MinimumCompressionSize");
    }

    @Override
    public Physical create(Declaration declaration) {
        RestApi api = new RestApi(
                ApiGateway.newId(10), apiName(declaration), binary(declaration), ApiGateway.newId(10), Instant.now());
        apiGateway.apis().put(api.id(), api);
        return new Physical(api.id(), Map.of("RestApiId", api.id(), "RootResourceId", api.rootResourceId()));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        RestApi api = apiGateway.api(existing.ref());
        apiGateway.apis().put(api.id(), api.with(apiName(declaration), binary(declaration)));
        return existing;
    }

    private static String apiName(Declaration declaration) {
        if (!declaration.properties().has("Name")) {
            throw AwsError.validation("A REST API needs a Name; one by an OpenAPI Body is not here");
        }
        return declaration.properties().get("Name").asText();
    }

    private static List<String> binary(Declaration declaration) {
        return StreamSupport.stream(
                        declaration.properties().path("BinaryMediaTypes").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    public void delete(Physical existing) {
        apiGateway.apis().remove(existing.ref());
    }
}
