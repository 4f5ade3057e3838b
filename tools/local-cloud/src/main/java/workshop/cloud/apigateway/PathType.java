package workshop.cloud.apigateway;

import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::ApiGateway::Resource}: a segment of a path. */
public record PathType(ApiGateway apiGateway) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    required("ParentId", text()).replacing(),
                    required("PathPart", text(1, 1024, "[a-zA-Z0-9._\\-:~*$,;!@=&'()]+|\\{[a-zA-Z0-9._\\-:]+\\+?}"))
                            .replacing(),
                    required("RestApiId", text()).replacing())
            .returning("ResourceId");

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        RestApi api = apiGateway.api(properties.path("RestApiId").asText());
        RestApi.Resource parent = api.resource(properties.path("ParentId").asText());
        String part = properties.path("PathPart").asText();
        String path = (parent.path().equals("/") ? "" : parent.path()) + "/" + part;
        String id = ApiGateway.newId(6);
        api.resources.put(id, new RestApi.Resource(id, parent.id(), part, path, new ConcurrentSkipListMap<>()));
        return new Physical(id, Map.of("ResourceId", id));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        apiGateway.apis().values().forEach(api -> api.resources.remove(existing.ref()));
    }
}
