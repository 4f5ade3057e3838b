package workshop.cloud.iam;

import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;

import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::IAM::Policy}: an inline policy of roles. */
public record PolicyType(Iam iam) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    required("PolicyName", text(1, 128, "[\\w+=,.@-]+")),
                    required("PolicyDocument", Policy.OF_IDENTITY),
                    required("Roles", list(text(), 1, Integer.MAX_VALUE)))
            .returning("Id");

    @Override
    public Physical create(Declaration declaration) {
        Policy policy = Policy.of(declaration.properties().path("PolicyDocument"));
        String id = Role.ATTACHED + declaration.stackName() + " " + declaration.logicalId();
        iam.attach(id, policy, Json.texts(declaration.properties().path("Roles")));
        return new Physical(id, Map.of("Id", id));
    }

    @Override
    public void delete(Physical existing) {
        iam.roles().values().forEach(role -> role.detach(existing.ref()));
    }
}
