package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.ResourceType;

/** {@code AWS::ApiGateway::Resource}: a segment of a path. */
public record PathType(ApiGateway apiGateway) implements ResourceType {

    @Override
    public String name() {
        return "AWS::ApiGateway::Resource";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("ParentId", "PathPart", "RestApiId");
    }

    @Override
    public Set<String> replacing() {
        return honoured();
    }

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        RestApi api = apiGateway.api(properties.path("RestApiId").asText());
        RestApi.Resource parent = api.resource(properties.path("ParentId").asText());
        String part = properties.path("PathPart").asText();
        String path = (parent.path().equals("/") ? "" : parent.path()) + "/" + part;
        String id = ApiGateway.newId(6);
        api.resources().put(id, new RestApi.Resource(id, parent.id(), part, path, new ConcurrentSkipListMap<>()));
        return new Physical(id, Map.of("ResourceId", id));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        apiGateway.apis().values().forEach(api -> api.resources().remove(existing.ref()));
    }
}
