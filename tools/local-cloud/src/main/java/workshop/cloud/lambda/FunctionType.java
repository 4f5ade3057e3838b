package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import workshop.cloud.ResourceType;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;

/**
 * {@code AWS::Lambda::Function}.
 *
 * @param code gives the folder with the unzipped object, by bucket and key
 */
public record FunctionType(Lambda lambda, Iam iam, BiFunction<String, String, Path> code) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    optional("FunctionName", text(1, 64, "[a-zA-Z0-9-_]+")).naming(),
                    required("Code", Members.of(required("S3Bucket", text(3, 63)), required("S3Key", text(1, 1024)))),
                    required("Handler", text(1, 128, "[^\\s]+")),
                    required("Runtime", oneOf("java17", "java21", "java25")),
                    required("Role", text(20, 2048, "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[\\w+=,.@\\-/]+")),
                    optional("MemorySize", whole(128, 10_240)),
                    optional("Timeout", whole(1, 900)),
                    optional("Environment", FunctionEnvironment.SHAPE),
                    optional(
                            "LoggingConfig",
                            Members.of(
                                    optional("LogGroup", text(1, 512, "[.\\-_/#A-Za-z0-9]+")),
                                    optional("LogFormat", oneOf("Text", "JSON")).withoutEffect(),
                                    optional(
                                                    "ApplicationLogLevel",
                                                    oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"))
                                            .withoutEffect(),
                                    optional("SystemLogLevel", oneOf("DEBUG", "INFO", "WARN"))
                                            .withoutEffect())),
                    optional("ReservedConcurrentExecutions", whole(0, 1000)),
                    optional("DeadLetterConfig", Members.of(optional("TargetArn", text(0, 1024, "|arn:.*")))),
                    TAGS,
                    optional("Description", text(0, 256)),
                    optional("Architectures", list(oneOf("x86_64", "arm64"), 1, 1))
                            .withoutEffect(),
                    optional("EphemeralStorage", Members.of(required("Size", whole(512, 10_240))))
                            .withoutEffect(),
                    optional("TracingConfig", Members.of(optional("Mode", oneOf("Active", "PassThrough"))))
                            .withoutEffect(),
                    optional("PackageType", oneOf("Zip")).withoutEffect())
            .returning("Arn");

    @Override
    public boolean exists(ObjectNode properties) {
        return lambda.find(properties.path("FunctionName").asText()).isPresent();
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
        String role = properties.path("Role").asText();
        if (!iam.trusts(role, "lambda.amazonaws.com")) {
            throw EventSourceMappings.invalid("The role defined for the function cannot be assumed by Lambda.");
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
                FunctionName.LATEST,
                properties.path("Description").asText(""),
                declaration.logicalId(),
                code.apply(
                        object.path("S3Bucket").asText(), object.path("S3Key").asText()),
                object.path("S3Key").asText(),
                properties.path("Handler").asText(),
                runtime,
                role,
                properties.path("MemorySize").asInt(128),
                Duration.ofSeconds(properties.path("Timeout").asInt(3)),
                Map.copyOf(environment),
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
