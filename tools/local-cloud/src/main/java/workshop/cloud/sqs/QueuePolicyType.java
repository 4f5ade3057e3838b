package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Members;

/** {@code AWS::SQS::QueuePolicy}: who, besides the account's own roles, may use which queues. */
public record QueuePolicyType(Sqs sqs) implements ResourceType {
    /** Where the physical resource remembers the queues that have its policy. */
    private static final String QUEUES = "Queues";

    public static final Members PROPERTIES = Members.of(
                    required("PolicyDocument", Policy.OF_RESOURCE),
                    required(QUEUES, list(text(1, 1024), 1, Integer.MAX_VALUE)))
            .returning("Id");

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
        ObjectNode properties = declaration.properties();
        JsonNode document = properties.path("PolicyDocument");
        List<String> urls = new ArrayList<>();
        properties.path(QUEUES).forEach(url -> urls.add(url.asText()));
        urls.forEach(url -> set(sqs.queue(url), document.isTextual() ? document.asText() : Json.write(document)));
        return new Physical(id, Map.of("Id", id, QUEUES, String.join(" ", urls)));
    }

    @Override
    public void delete(Physical existing) {
        for (String url : existing.attributes().get(QUEUES).split(" ")) {
            sqs.find(url).ifPresent(queue -> set(queue, ""));
        }
    }

    private void set(Queue queue, String document) {
        sqs.set(queue, queue.settings().with(Map.of(QueueSettings.POLICY, document)));
    }
}
