package workshop.cloud.ssm;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Members;

/**
 * Parameter Store with one parameter in it: the version of the bootstrap stack, which makes the account one that
 * {@code cdk deploy} can deploy to.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">Bootstrapping</a>
 */
public final class Ssm {
    /** What the pinned CDK CLI bootstraps an account with. */
    private static final String BOOTSTRAP_VERSION = "33";

    private static final Instant CREATED_AT = Instant.now();
    private static final String PARAMETER = "/cdk-bootstrap/hnb659fds/version";

    /** Adds all operations. The parameter is no secret, so decrypting it changes nothing, as on AWS. */
    public Operations of(Operations operations) {
        Members named = Members.of(required("Name", text(1, 2048)), optional("WithDecryption", flag()));
        return operations
                .about(input -> Arn.inRegion(
                        "ssm",
                        "parameter/" + input.path("Name").asText().strip().replaceFirst("^(arn:.*:parameter)?/", "")))
                .on("GetParameter", named, this::get);
    }

    /** The value of a parameter, by its name or its ARN; throws ParameterNotFound. */
    public String value(String name) {
        if (!name.matches("[\\w./:-]*")) {
            throw AwsError.validation(
                    "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a"
                            + " path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of"
                            + " letters, numbers and the following 3 symbols .-_");
        }
        String[] parts = name.split("(?<=/version):", 2);
        if (!parts[0].equals(PARAMETER) && !parts[0].equals(Arn.inRegion("ssm", "parameter" + PARAMETER))) {
            throw AwsError.of("ParameterNotFound", null);
        }
        if (parts.length == 2 && !parts[1].equals("1")) {
            throw AwsError.of(
                    "ParameterVersionNotFound",
                    "Systems Manager could not find version " + parts[1] + " of " + parts[0] + ".");
        }
        return BOOTSTRAP_VERSION;
    }

    private JsonNode get(ObjectNode input) {
        String name = input.path("Name").asText().strip();
        ObjectNode parameter = Json.object()
                .put("Name", PARAMETER)
                .put("Type", "String")
                .put("Value", value(name))
                .put("Selector", name.endsWith(":1") ? ":1" : null)
                .put("Version", 1)
                .put("LastModifiedDate", Json.seconds(CREATED_AT))
                .put("DataType", "text")
                .put("ARN", Arn.inRegion("ssm", "parameter" + PARAMETER));
        return Json.object().set("Parameter", parameter);
    }
}
