package workshop.cloud.sns;

import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Members;

/** {@code AWS::SNS::TopicPolicy}: the one policy of each of its topics. */
public record TopicPolicyType(Sns sns) implements ResourceType {
    private static final String TOPICS = "Topics";

    public static final Members PROPERTIES = Members.of(
                    required("PolicyDocument", Policy.OF_RESOURCE),
                    required(TOPICS, list(text(1, 1024), 1, Integer.MAX_VALUE)))
            .returning("Id");

    @Override
    public Physical create(Declaration declaration) {
        Policy policy = Policy.of(declaration.properties().path("PolicyDocument"));
        List<String> arns = new ArrayList<>();
        for (JsonNode arn : declaration.properties().path(TOPICS)) {
            sns.topic(arn.asText()).policy(policy);
            arns.add(arn.asText());
        }
        return new Physical(
                declaration.generatedName(), Map.of("Id", declaration.generatedName(), TOPICS, String.join(" ", arns)));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        delete(existing);
        Physical updated = create(declaration);
        return new Physical(existing.ref(), updated.attributes());
    }

    @Override
    public void delete(Physical existing) {
        for (String arn : existing.attributes().get(TOPICS).split(" ")) {
            sns.find(arn).ifPresent(topic -> topic.policy(null));
        }
    }
}
