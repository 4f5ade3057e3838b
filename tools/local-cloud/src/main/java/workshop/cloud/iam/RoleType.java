package workshop.cloud.iam;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::IAM::Role}. */
public record RoleType(Iam iam) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    optional("RoleName", text(1, 64, "[\\w+=,.@-]+")).naming(),
                    required("AssumeRolePolicyDocument", Policy.TRUST),
                    optional(
                            "Policies",
                            list(Members.of(
                                    required("PolicyName", text(1, 128, "[\\w+=,.@-]+")),
                                    required("PolicyDocument", Policy.OF_IDENTITY)))),
                    optional(
                            "ManagedPolicyArns",
                            list(
                                    text(20, 2048, "arn:(aws[a-zA-Z-]*)?:iam::(\\d{12}|aws):policy/[\\w+=,.@\\-/]+"),
                                    0,
                                    20)),
                    TAGS,
                    withoutEffect("Description", text(0, 1000)),
                    withoutEffect("Path", text(1, 512, "/|/[!-~]+/")),
                    withoutEffect("MaxSessionDuration", whole(3600, 43_200)))
            .returning("Arn", "RoleId");

    @Override
    public boolean exists(ObjectNode properties) {
        return iam.roles().containsKey(iam.roleArn(properties.path("RoleName").asText()));
    }

    @Override
    public Physical create(Declaration declaration) {
        String name = declaration.nameFrom("RoleName");
        return put(name, declaration);
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        Role before = iam.role(existing.attributes().get("Arn"));
        Physical updated = put(existing.ref(), declaration);
        Role after = iam.role(updated.attributes().get("Arn"));
        before.policies().forEach((name, policy) -> {
            if (name.startsWith(Role.ATTACHED)) {
                after.attach(name, policy);
            }
        });
        return updated;
    }

    private Physical put(String name, Declaration declaration) {
        Role role = new Role(Policy.of(declaration.properties().path("AssumeRolePolicyDocument")));
        for (JsonNode inline : declaration.properties().path("Policies")) {
            role.attach(inline.path("PolicyName").asText(), Policy.of(inline.path("PolicyDocument")));
        }
        for (JsonNode managed : declaration.properties().path("ManagedPolicyArns")) {
            role.attach(managed.asText(), iam.managedPolicy(managed.asText()));
        }
        String arn = iam.roleArn(name);
        iam.roles().put(arn, role);
        return new Physical(name, Map.of("Arn", arn, "RoleId", "AROA" + Integer.toHexString(name.hashCode())));
    }

    @Override
    public void delete(Physical existing) {
        iam.roles().remove(existing.attributes().get("Arn"));
    }
}
