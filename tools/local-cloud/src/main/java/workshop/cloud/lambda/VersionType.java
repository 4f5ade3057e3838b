package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * {@code AWS::Lambda::Version}: a function as it is now, kept.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html">
 *     Version</a>
 */
public record VersionType(Lambda lambda) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    required("FunctionName", Shape.text(1, 140, FunctionName.PATTERN))
                            .replacing(),
                    optional("CodeSha256", Shape.text()).replacing(),
                    optional("Description", Shape.text(0, 256)).replacing(),
                    optional("ProvisionedConcurrencyConfig", Shape.ANY)
                            .replacing()
                            .withoutEffect(),
                    optional("RuntimePolicy", Shape.ANY).replacing().withoutEffect())
            .returning("Version", "FunctionArn");

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        String function = lambda.name(properties.path("FunctionName").asText()).name();
        String version = lambda.publish(
                function,
                properties.path("CodeSha256").asText(null),
                properties.path("Description").asText(null));
        String arn = new FunctionName(function, version).arn(lambda.names());
        return new Physical(arn, Map.of("Version", version, "FunctionArn", arn));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return existing; // every property that has an effect makes a new version
    }

    @Override
    public void delete(Physical existing) {
        FunctionName version = lambda.name(existing.ref());
        lambda.find(version.name()).ifPresent(function -> function.remove(version.qualifier()));
    }
}
