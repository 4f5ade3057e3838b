package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Members;

/** {@code AWS::Lambda::Permission}: a statement of a function's policy. */
public record PermissionType(Lambda lambda) implements ResourceType {
    private static final Members PROPERTIES = Members.of(
                    required("Action", text(1, 256, "lambda:[*]|lambda:[a-zA-Z]+|[*]"))
                            .replacing(),
                    required("FunctionName", text(1, 140)).replacing(),
                    required("Principal", text(1, 256)).replacing(),
                    optional("SourceArn", text(12, 1024, "arn:.*")).replacing(),
                    optional("SourceAccount", text(12, 12, "\\d{12}")).replacing())
            .returning("Id");

    @Override
    public String name() {
        return "AWS::Lambda::Permission";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        LambdaFunction function =
                lambda.function(properties.path("FunctionName").asText());
        ObjectNode statement = Json.object()
                .put("Sid", declaration.generatedName())
                .put("Effect", "Allow")
                .put("Action", properties.path("Action").asText())
                .put("Resource", function.arn());
        statement.set(
                "Principal",
                Json.object().put("Service", properties.path("Principal").asText()));
        ObjectNode condition = Json.object();
        if (properties.has("SourceArn")) {
            condition.set(
                    "ArnLike",
                    Json.object()
                            .put("AWS:SourceArn", properties.path("SourceArn").asText()));
        }
        if (properties.has("SourceAccount")) {
            condition.set(
                    "StringEquals",
                    Json.object()
                            .put(
                                    "AWS:SourceAccount",
                                    properties.path("SourceAccount").asText()));
        }
        statement.set("Condition", condition);
        Policy policy = Policy.of(Json.object().put("Version", "2012-10-17").set("Statement", statement));
        lambda.permissions(function.name()).put(declaration.generatedName(), policy);
        return new Physical(declaration.generatedName(), Map.of("FunctionName", function.name()));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        delete(existing);
        return create(declaration);
    }

    @Override
    public void delete(Physical existing) {
        lambda.permissions(existing.attributes().get("FunctionName")).remove(existing.ref());
    }
}
