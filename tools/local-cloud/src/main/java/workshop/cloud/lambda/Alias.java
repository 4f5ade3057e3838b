package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.ThreadLocalRandom;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * A name for a version, and perhaps for a second one that takes a share of the invocations.
 *
 * @param otherVersion null for none
 * @param otherWeight 0 to 1
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html">Alias routing</a>
 */
record Alias(String name, String description, String version, String otherVersion, double otherWeight) {

    /** Reads one of a template; throws {@link AwsError} for what Lambda doesn't take. */
    static Alias of(ObjectNode properties) {
        String version = properties.path("FunctionVersion").asText();
        JsonNode weights = properties.at("/RoutingConfig/AdditionalVersionWeights");
        String other = weights.path(0).path("FunctionVersion").asText(null);
        if (weights.size() > 1) {
            throw Lambda.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        if (version.equals(other)) {
            throw Lambda.invalid("Invalid function version " + other + ". Function version " + other
                    + " is already included in routing configuration.");
        }
        if (other != null && version.equals(FunctionName.LATEST)) {
            throw Lambda.invalid("$LATEST is not supported for an alias pointing to more than 1 version");
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

    /** Which version the next invocation goes to. */
    String choose() {
        boolean other = otherVersion != null && ThreadLocalRandom.current().nextDouble() < otherWeight;
        return other ? otherVersion : version;
    }

    boolean pointsTo(String aVersion) {
        return version.equals(aVersion) || aVersion.equals(otherVersion);
    }

    /** As Lambda's API shows it. */
    ObjectNode json(String arn) {
        ObjectNode answer = Json.object()
                .put("AliasArn", arn)
                .put("Name", name())
                .put("FunctionVersion", version())
                .put("Description", description());
        if (otherVersion != null) {
            answer.putObject("RoutingConfig")
                    .putObject("AdditionalVersionWeights")
                    .put(otherVersion, otherWeight);
        }
        return answer;
    }
}
