package workshop.cloud.iam;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::IAM::ManagedPolicy}: a policy of its own, which roles refer to or which it attaches to roles itself. */
public record ManagedPolicyType(Iam iam) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    optional("ManagedPolicyName", text(1, 128, "[\\w+=,.@-]+")).naming(),
                    required("PolicyDocument", Policy.OF_IDENTITY),
                    optional("Roles", list(text(1, 64))),
                    optional("Path", text(1, 512, "/|/[!-~]+/")).replacing(),
                    optional("Description", text(0, 1000)).replacing().withoutEffect())
            .returning("PolicyArn", "PolicyId");

    @Override
    public boolean exists(ObjectNode properties) {
        return iam.managedPolicies()
                .containsKey(
                        arn(properties, properties.path("ManagedPolicyName").asText()));
    }

    private String arn(ObjectNode properties, String name) {
        return iam.policyArn(properties.path("Path").asText("/") + name);
    }

    @Override
    public Physical create(Declaration declaration) {
        return put(declaration, arn(declaration.properties(), declaration.nameFrom("ManagedPolicyName")));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return put(declaration, existing.ref());
    }

    private Physical put(Declaration declaration, String arn) {
        Policy policy = Policy.of(declaration.properties().path("PolicyDocument"));
        iam.managedPolicies().put(arn, policy);
        iam.attach(
                Role.ATTACHED + arn, policy, Json.texts(declaration.properties().path("Roles")));
        iam.roles().values().forEach(role -> role.replace(arn, policy));
        return new Physical(arn, Map.of("PolicyArn", arn, "PolicyId", "ANPA" + Integer.toHexString(arn.hashCode())));
    }

    @Override
    public void delete(Physical existing) {
        iam.roles().values().forEach(role -> role.detach(Role.ATTACHED + existing.ref()));
        iam.managedPolicies().remove(existing.ref());
    }
}
