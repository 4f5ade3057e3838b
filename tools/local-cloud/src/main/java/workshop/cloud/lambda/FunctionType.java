package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;

/**
 * {@code AWS::Lambda::Function}.
 *
 * @param code gives the folder with the unzipped object, by bucket and key
 */
public record FunctionType(Lambda lambda, Iam iam, BiFunction<String, String, Path> code) implements ResourceType {
    private static final Members PROPERTIES = Members.of(
            optional("FunctionName", ANY).replacing(),
            optional("Code", ANY),
            optional("Handler", ANY),
            optional("Runtime", ANY),
            optional("Role", ANY),
            optional("MemorySize", ANY),
            optional("Timeout", ANY),
            optional("Environment", ANY),
            optional("LoggingConfig", ANY),
            optional("ReservedConcurrentExecutions", ANY),
            optional("DeadLetterConfig", ANY),
            optional("Tags", ANY).withoutEffect(),
            optional("Description", ANY).withoutEffect(),
            optional("Architectures", ANY).withoutEffect(),
            optional("EphemeralStorage", ANY).withoutEffect(),
            optional("TracingConfig", ANY).withoutEffect(),
            optional("PackageType", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::Lambda::Function";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        return deploy(declaration, declaration.nameFrom("FunctionName"));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return deploy(declaration, existing.ref());
    }

    private Physical deploy(Declaration declaration, String name) {
        ObjectNode properties = declaration.properties();
        String runtime = properties.path("Runtime").asText();
        if (!runtime.startsWith("java")) {
            throw AwsError.notHere("the runtime " + runtime + "; it runs java17, java21 and java25, on its own Java");
        }
        String role = properties.path("Role").asText();
        if (!iam.trusts(role, "lambda.amazonaws.com")) {
            throw new AwsError(
                    400,
                    "InvalidParameterValueException",
                    "The role defined for the function cannot be assumed by Lambda.");
        }
        String arn = lambda.names().arn("lambda", "function:" + name);
        Map<String, String> environment = new HashMap<>();
        properties
                .path("Environment")
                .path("Variables")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        JsonNode object = properties.path("Code");
        lambda.deploy(new LambdaFunction(
                name,
                arn,
                declaration.logicalId(),
                code.apply(
                        object.path("S3Bucket").asText(), object.path("S3Key").asText()),
                object.path("S3Key").asText(),
                properties.path("Handler").asText(),
                runtime,
                role,
                properties.path("MemorySize").asInt(128),
                Duration.ofSeconds(properties.path("Timeout").asInt(3)),
                environment,
                properties.path("LoggingConfig").path("LogGroup").asText("/aws/lambda/" + name),
                properties.path("ReservedConcurrentExecutions").asInt(-1),
                properties.path("DeadLetterConfig").path("TargetArn").asText(null)));
        return new Physical(name, Map.of("Arn", arn));
    }

    @Override
    public void delete(Physical existing) {
        lambda.remove(existing.ref());
    }
}
