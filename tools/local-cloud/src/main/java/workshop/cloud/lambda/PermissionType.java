package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Lambda::Permission}: a statement of the policy of a function, a version or an alias. */
public record PermissionType(Lambda lambda) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    required("Action", text(1, 256, "lambda:[*]|lambda:[a-zA-Z]+|[*]"))
                            .replacing(),
                    required("FunctionName", text(1, 140)).replacing(),
                    required("Principal", text(1, 256)).replacing(),
                    optional("SourceArn", text(12, 1024, "arn:.*")).replacing(),
                    optional("SourceAccount", text(12, 12, "\\d{12}")).replacing())
            .returning("Id");

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        FunctionName name = lambda.name(properties.path("FunctionName").asText());
        lambda.environments(name);
        if (FunctionName.LATEST.equals(name.qualifier())) {
            throw EventSourceMappings.invalid("We currently do not support adding policies for $LATEST.");
        }
        Permission permission = new Permission(
                declaration.generatedName(),
                properties.path("Action").asText(),
                properties.path("Principal").asText(),
                properties.path("SourceArn").asText(null),
                properties.path("SourceAccount").asText(null));
        lambda.deployed(name.name())
                .permit(name.qualifierOrLatest(), permission.id(), permission.on(name.arn(lambda.names())));
        return new Physical(permission.id(), Map.of("Id", permission.id(), "FunctionName", name.arn(lambda.names())));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        delete(existing);
        return create(declaration);
    }

    @Override
    public void delete(Physical existing) {
        FunctionName name = lambda.name(existing.attributes().get("FunctionName"));
        lambda.find(name.name()).ifPresent(function -> function.forbid(name.qualifierOrLatest(), existing.ref()));
    }
}
