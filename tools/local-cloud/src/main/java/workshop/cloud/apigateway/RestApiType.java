package workshop.cloud.apigateway;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::ApiGateway::RestApi}. */
public record RestApiType(ApiGateway apiGateway) implements ResourceType {
    private static final Members ENDPOINT = Members.of(
            optional("Types", list(oneOf("EDGE", "REGIONAL"))), optional("IpAddressType", oneOf("ipv4", "dualstack")));

    public static final Members PROPERTIES = Members.of(
                    required("Name", text(1, 1024)),
                    optional("BinaryMediaTypes", list(text())),
                    TAGS,
                    withoutEffect("Description", text(0, 1024)),
                    withoutEffect("EndpointConfiguration", ENDPOINT),
                    withoutEffect("DisableExecuteApiEndpoint", flag()),
                    withoutEffect("MinimumCompressionSize", whole(0, 10_485_760)))
            .returning("RestApiId", "RootResourceId");

    @Override
    public Physical create(Declaration declaration) {
        RestApi api = new RestApi(
                ApiGateway.newId(10), apiName(declaration), binary(declaration), ApiGateway.newId(10), Instant.now());
        apiGateway.apis().put(api.id, api);
        return new Physical(api.id, Map.of("RestApiId", api.id, "RootResourceId", api.rootResourceId));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        RestApi api = apiGateway.api(existing.ref());
        apiGateway.apis().put(api.id, api.with(apiName(declaration), binary(declaration)));
        return existing;
    }

    private static String apiName(Declaration declaration) {
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
