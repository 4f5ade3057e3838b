package workshop.cloud.iam;

import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/**
 * {@code AWS::SNS::TopicPolicy} and {@code AWS::SQS::QueuePolicy}: the one policy of each of several resources.
 *
 * @param resources the property that names them; the physical resource remembers them under the same name
 * @param set gives one of them the policy of a document, or takes it away
 */
public record PolicyOfEachType(String resources, BiConsumer<String, Optional<JsonNode>> set) implements ResourceType {

    public static Members properties(String resources) {
        return Members.of(
                        required("PolicyDocument", Policy.OF_RESOURCE),
                        required(resources, list(text(1, 1024), 1, Integer.MAX_VALUE)))
                .returning("Id");
    }

    @Override
    public Physical create(Declaration declaration) {
        return put(declaration, declaration.generatedName());
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        delete(existing);
        return put(declaration, existing.ref());
    }

    private Physical put(Declaration declaration, String id) {
        List<String> all = Json.texts(declaration.properties().path(resources));
        all.forEach(
                each -> set.accept(each, Optional.of(declaration.properties().path("PolicyDocument"))));
        return new Physical(id, Map.of("Id", id, resources, String.join(" ", all)));
    }

    @Override
    public void delete(Physical existing) {
        for (String each : existing.attributes().get(resources).split(" ")) {
            set.accept(each, Optional.empty());
        }
    }
}
