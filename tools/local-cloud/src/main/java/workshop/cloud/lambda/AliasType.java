package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * {@code AWS::Lambda::Alias}: a name for a version.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html">
 *     Alias</a>
 */
public record AliasType(Lambda lambda) implements ResourceType {
    static final Shape NAME = Shape.text(1, 128, "(?!^[0-9]+$)([a-zA-Z0-9-_]+)");

    private static final Members WEIGHT =
            Members.of(required("FunctionVersion", Shape.text()), required("FunctionWeight", Shape.number()));

    public static final Members PROPERTIES = Members.of(
                    required("FunctionName", Shape.text(1, 140, FunctionName.PATTERN))
                            .replacing(),
                    required("FunctionVersion", Shape.text(1, 1024, "\\$LATEST(\\.PUBLISHED)?|[0-9]+")),
                    required("Name", NAME).replacing(),
                    optional("Description", Shape.text(0, 256)),
                    optional("RoutingConfig", Members.of(optional("AdditionalVersionWeights", Shape.list(WEIGHT)))),
                    optional("ProvisionedConcurrencyConfig", Shape.ANY).withoutEffect())
            .returning("AliasArn");

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        String function = lambda.name(properties.path("FunctionName").asText()).name();
        Alias alias = alias(properties);
        String arn = new FunctionName(function, alias.name()).arn(lambda.names());
        if (lambda.deployed(function).hasAlias(alias.name())) {
            throw new AwsError(409, "ResourceConflictException", "Alias already exists: " + arn);
        }
        return put(function, alias, arn);
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return put(lambda.name(existing.ref()).name(), alias(declaration.properties()), existing.ref());
    }

    private Physical put(String function, Alias alias, String arn) {
        lambda.environments(new FunctionName(function, alias.version()));
        if (alias.otherVersion() != null) {
            lambda.environments(new FunctionName(function, alias.otherVersion()));
        }
        lambda.deployed(function).put(alias);
        return new Physical(arn, Map.of("AliasArn", arn));
    }

    private static Alias alias(ObjectNode properties) {
        String version = properties.path("FunctionVersion").asText();
        JsonNode weights = properties.at("/RoutingConfig/AdditionalVersionWeights");
        String other = weights.path(0).path("FunctionVersion").asText(null);
        if (weights.size() > 1) {
            throw EventSourceMappings.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        if (version.equals(other)) {
            throw EventSourceMappings.invalid("Invalid function version " + other + ". Function version " + other
                    + " is already included in routing configuration.");
        }
        if (other != null && version.equals(FunctionName.LATEST)) {
            throw EventSourceMappings.invalid("$LATEST is not supported for an alias pointing to more than 1 version");
        }
        double weight = weights.path(0).path("FunctionWeight").asDouble();
        if (weight < 0 || weight > 1) {
            throw AwsError.validation("1 validation error detected: Value '{" + other + "=" + weight
                    + "}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must"
                    + " satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value"
                    + " greater than or equal to 0.0, Member must not be null]");
        }
        return new Alias(
                properties.path("Name").asText(), properties.path("Description").asText(""), version, other, weight);
    }

    @Override
    public void delete(Physical existing) {
        FunctionName alias = lambda.name(existing.ref());
        lambda.find(alias.name()).ifPresent(function -> function.removeAlias(alias.qualifier()));
    }
}
