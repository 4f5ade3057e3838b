package workshop.cloud.lambda;

import static workshop.cloud.ResourceType.TAGS_OF_LAMBDA;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import workshop.cloud.Arn;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * The resource types of functions and what belongs to them.
 *
 * @param code gives the folder with the unzipped object, by bucket and key
 */
public record FunctionTypes(Lambda lambda, BiFunction<String, String, Path> code) {
    static final Shape ALIAS = text(1, 128, "(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    private static final String NAME = "FunctionName";
    private static final Member FUNCTION =
            required(NAME, text(1, 140, FunctionName.PATTERN)).replacing();
    private static final Member PROVISIONED = withoutEffect(
            "ProvisionedConcurrencyConfig", required("ProvisionedConcurrentExecutions", whole(1, Integer.MAX_VALUE)));
    private static final int MAX_RESERVED = 900;
    static final Shape ARN = text(12, 1024, Arn.PATTERN);
    static final Shape VERSION = text(1, 1024, "\\$LATEST(\\.PUBLISHED)?|[0-9]+");

    public List<ResourceType> all() {
        return List.of(function(), version(), alias(), permission(), invokeConfig(), new MappingType(lambda).type());
    }

    private FunctionName name(Declaration declaration) {
        return FunctionName.parse(declaration.text(NAME));
    }

    private ResourceType function() {
        Members logging = Members.of(
                        optional("LogGroup", text(1, 512, "[.\\-_/#A-Za-z0-9]+")),
                        withoutEffect("LogFormat", oneOf("Text", "JSON")),
                        withoutEffect("ApplicationLogLevel", oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")),
                        withoutEffect("SystemLogLevel", oneOf("DEBUG", "INFO", "WARN")))
                .refuse(
                        "Log groups starting with AWS/ are reserved for AWS. Update the LogGroup value and try again.",
                        given -> given.path("LogGroup").asText().matches("(?i)aws/.*"))
                .refuse(
                        "LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel from your request or"
                                + " change the LogFormat to \"JSON\" and try again.",
                        given -> given.path("LogFormat").asText("Text").equals("Text")
                                && (given.has("ApplicationLogLevel") || given.has("SystemLogLevel")));
        Members properties = Members.of(
                        optional(NAME, text(1, 64, "[a-zA-Z0-9-_]+")).naming(),
                        required(
                                "Code",
                                required("S3Bucket", text(3, 63, "[0-9A-Za-z._-]*(?<!\\.)")),
                                required("S3Key", text(1, 1024))),
                        required("Handler", text(1, 128, "[^\\s]+")),
                        required("Runtime", oneOf("java17", "java21", "java25")),
                        required("Role", text(20, 2048, "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[\\w+=,.@\\-/]+")),
                        optional("MemorySize", whole(128, 10_240)),
                        optional("Timeout", whole(1, 900)),
                        optional("Environment", FunctionEnvironment.SHAPE),
                        optional("LoggingConfig", logging),
                        optional("ReservedConcurrentExecutions", whole(0, Integer.MAX_VALUE)),
                        optional("DeadLetterConfig", optional("TargetArn", text(0, 1024, "|arn:.*"))),
                        TAGS_OF_LAMBDA,
                        optional("Description", text(0, 256)),
                        withoutEffect("Architectures", list(oneOf("x86_64", "arm64"), 1, 1)),
                        withoutEffect("EphemeralStorage", required("Size", whole(512, 10_240))),
                        withoutEffect("TracingConfig", optional("Mode", oneOf("Active", "PassThrough"))),
                        withoutEffect("PackageType", oneOf("Zip")).replacing())
                .returning("Arn");
        return new ResourceType("AWS::Lambda::Function", properties)
                .existsIf((name, given) -> lambda.find(name).isPresent())
                .creates(declaration -> deploy(declaration, declaration.nameFrom(NAME)))
                .replaces((declaration, existing) -> deploy(declaration, existing.ref()))
                .deletes(existing -> lambda.remove(existing.ref()));
    }

    private Physical deploy(Declaration declaration, String name) {
        ObjectNode properties = declaration.properties();
        String role = declaration.text("Role");
        String refusal = "The role defined for the function cannot be assumed by Lambda.";
        lambda.platform.iam().pass(role, "lambda.amazonaws.com", () -> Lambda.invalid(refusal));
        int reserved = properties.path("ReservedConcurrentExecutions").asInt(-1);
        Lambda.refuse(
                reserved > 0 && reserved + lambda.reservedBut(name) > MAX_RESERVED,
                "Specified ReservedConcurrentExecutions for function decreases account's"
                        + " UnreservedConcurrentExecution below its minimum value of [100].");
        String arn = Arn.inRegion("lambda", "function:" + name);
        String deadLetters = properties.at("/DeadLetterConfig/TargetArn").asText();
        String bucket = properties.at("/Code/S3Bucket").asText();
        String key = properties.at("/Code/S3Key").asText();
        lambda.deploy(new LambdaFunction(
                name,
                arn,
                FunctionName.LATEST,
                declaration.text("Description"),
                declaration.logicalId(),
                code.apply(bucket, key),
                key,
                declaration.text("Handler"),
                declaration.text("Runtime"),
                role,
                properties.path("MemorySize").asInt(128),
                Duration.ofSeconds(properties.path("Timeout").asInt(3)),
                Json.map(properties.at("/Environment/Variables")),
                properties.at("/LoggingConfig/LogGroup").asText("/aws/lambda/" + name),
                reserved,
                new Destinations(lambda).deadLetters(role, deadLetters),
                properties
                        .deepCopy()
                        .retain("Architectures", "Environment", "EphemeralStorage", "LoggingConfig", "TracingConfig"),
                Instant.now()));
        return new Physical(name, Map.of("Arn", arn));
    }

    /**
     * A function as it is now, kept; every property that has an effect makes a new one.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html">Version</a>
     */
    private ResourceType version() {
        Members properties = Members.of(
                        FUNCTION,
                        optional("CodeSha256", text()).replacing(),
                        optional("Description", text(0, 256)).replacing(),
                        PROVISIONED.replacing())
                .returning("Version", "FunctionArn");
        return new ResourceType("AWS::Lambda::Version", properties)
                .creates(declaration -> {
                    String function = name(declaration).name();
                    ObjectNode given = declaration.properties();
                    String version = lambda.publish(
                            function,
                            given.path("CodeSha256").asText(null),
                            given.path("Description").asText(null));
                    String arn = new FunctionName(function, version).arn();
                    return new Physical(arn, Map.of("Version", version, "FunctionArn", arn));
                })
                .deletes(existing -> {
                    FunctionName version = FunctionName.parse(existing.ref());
                    lambda.find(version.name()).ifPresent(function -> function.remove(version.qualifier()));
                });
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html">Alias</a> */
    private ResourceType alias() {
        Members properties = Members.of(
                        FUNCTION,
                        required("FunctionVersion", VERSION),
                        required("Name", ALIAS).replacing(),
                        optional("Description", text(0, 256)),
                        PROVISIONED)
                .refuse(
                        "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
                        given -> given.has("ProvisionedConcurrencyConfig")
                                && given.path("FunctionVersion").asText().equals(FunctionName.LATEST))
                .returning("AliasArn");
        return new ResourceType("AWS::Lambda::Alias", properties)
                .creates(declaration -> {
                    String function = name(declaration).name();
                    Alias alias = alias(declaration);
                    String arn = new FunctionName(function, alias.name()).arn();
                    if (lambda.deployed(function).aliases.containsKey(alias.name())) {
                        throw Lambda.conflict("Alias already exists: " + arn);
                    }
                    put(function, alias);
                    return new Physical(arn, Map.of("AliasArn", arn));
                })
                .updates((declaration, existing) ->
                        put(FunctionName.parse(existing.ref()).name(), alias(declaration)))
                .deletes(existing -> {
                    FunctionName alias = FunctionName.parse(existing.ref());
                    lambda.find(alias.name()).ifPresent(function -> function.aliases.remove(alias.qualifier()));
                });
    }

    private static Alias alias(Declaration declaration) {
        return new Alias(
                declaration.text("Name"), declaration.text("Description"), declaration.text("FunctionVersion"));
    }

    private void put(String function, Alias alias) {
        lambda.environments(new FunctionName(function, alias.version()));
        lambda.deployed(function).aliases.put(alias.name(), alias);
    }

    private ResourceType permission() {
        Members properties = Members.of(
                        required("Action", text(1, 256, "lambda:[*]|lambda:[a-zA-Z]+|[*]"))
                                .replacing(),
                        FUNCTION,
                        required("Principal", text(1, 256, "[^\\s]+")).replacing(),
                        optional("SourceArn", ARN).replacing(),
                        optional("SourceAccount", text(12, 12, "\\d{12}")).replacing())
                .returning("Id");
        return new ResourceType("AWS::Lambda::Permission", properties)
                .creates(declaration -> {
                    FunctionName name = name(declaration);
                    if (!name.qualifierOrLatest().matches("\\d+|\\$.*")) {
                        lambda.alias(name);
                    }
                    lambda.environments(name);
                    Lambda.refuse(
                            FunctionName.LATEST.equals(name.qualifier()),
                            "We currently do not support adding policies for $LATEST.");
                    String id = declaration.generatedName();
                    String arn = name.arn();
                    Policy statement = Policy.ofStatement(statement(declaration, id, arn));
                    lambda.platform.iam().invalidPrincipal(statement).ifPresent(why -> {
                        throw Lambda.invalid(
                                "The provided principal was invalid. Please check the principal and try again.");
                    });
                    lambda.deployed(name.name()).permit(name.qualifierOrLatest(), statement);
                    return new Physical(id, Map.of("Id", id, NAME, arn));
                })
                .deletes(existing -> {
                    FunctionName name = FunctionName.parse(existing.attributes().get(NAME));
                    lambda.find(name.name())
                            .ifPresent(function -> function.forbid(name.qualifierOrLatest(), existing.ref()));
                });
    }

    private static ObjectNode statement(Declaration declaration, String id, String arn) {
        ObjectNode statement = Json.object().put("Sid", id);
        statement.setAll(Policy.permission(declaration.text("Principal"), declaration.text("Action"), arn));
        if (declaration.properties().has("SourceAccount")) {
            statement.withObject("/Condition/StringEquals").put("AWS:SourceAccount", declaration.text("SourceAccount"));
        }
        if (declaration.properties().has("SourceArn")) {
            statement.withObject("/Condition/ArnLike").put("AWS:SourceArn", declaration.text("SourceArn"));
        }
        return statement;
    }

    private ResourceType invokeConfig() {
        Members destination = Members.of(required("Destination", text(0, 350, "^$|" + Arn.PATTERN)));
        Members properties = Members.of(
                FUNCTION,
                required("Qualifier", text(1, 129, "\\$LATEST|[a-zA-Z0-9$_-]+")).replacing(),
                optional("MaximumRetryAttempts", whole(0, 2)),
                optional("MaximumEventAgeInSeconds", whole(60, EventInvokeConfig.SIX_HOURS)),
                optional("DestinationConfig", optional("OnSuccess", destination), optional("OnFailure", destination)));
        return new ResourceType("AWS::Lambda::EventInvokeConfig", properties)
                .creates(declaration -> {
                    Lambda.refuse(
                            declaration.properties().size() == 2,
                            "You must specify at least one of error handling or destination setting.");
                    FunctionName name = name(declaration).with(declaration.text("Qualifier"));
                    DeployedFunction function = lambda.find(name.name())
                            .filter(found -> found.environments(name.qualifierOrLatest()) != null)
                            .orElseThrow(() -> Lambda.notFound("The function doesn't exist."));
                    function.configs.put(name.qualifierOrLatest(), config(declaration.properties(), name));
                    return new Physical(name.name() + "|" + name.qualifierOrLatest(), Map.of(NAME, name.name()));
                })
                .deletes(existing -> {
                    String[] id = existing.ref().split("\\|");
                    lambda.find(id[0]).ifPresent(function -> function.configs.remove(id[1]));
                });
    }

    private EventInvokeConfig config(ObjectNode given, FunctionName function) {
        Destinations to = new Destinations(lambda);
        Integer retries = Json.integer(given.path("MaximumRetryAttempts"));
        Integer age = Json.integer(given.path("MaximumEventAgeInSeconds"));
        String onSuccess = to.ofInvocations(function, given.path("DestinationConfig"), "OnSuccess");
        String onFailure = to.ofInvocations(function, given.path("DestinationConfig"), "OnFailure");
        return new EventInvokeConfig(retries, age, onSuccess, onFailure, Instant.now());
    }
}
