package workshop.cloud.logs;

import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Members;

/** {@code AWS::Logs::ResourcePolicy}: which services may write to which log groups. */
public record ResourcePolicyType(Logs logs) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
            required("PolicyName", text(1, 255, "([^:*/]+/?)*[^:*/]+")).naming(),
            required("PolicyDocument", Policy.OF_RESOURCE));

    @Override
    public boolean exists(ObjectNode properties) {
        return logs.policies().containsKey(properties.path("PolicyName").asText());
    }

    @Override
    public Physical create(Declaration declaration) {
        String name = declaration.nameFrom("PolicyName");
        logs.policies().put(name, Policy.of(declaration.properties().path("PolicyDocument")));
        return new Physical(name, Map.of());
    }

    @Override
    public void delete(Physical existing) {
        logs.policies().remove(existing.ref());
    }
}
