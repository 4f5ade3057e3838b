package workshop.cloud.ssm;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Names;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/**
 * Parameter Store with one parameter in it: the version of the bootstrap stack, which makes the account one that
 * {@code cdk deploy} can deploy to.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">Bootstrapping</a>
 */
public record Ssm(Names names) {
    /** What the pinned CDK CLI bootstraps an account with. */
    private static final String BOOTSTRAP_VERSION = "33";

    private static final String PARAMETER = "/cdk-bootstrap/hnb659fds/version";

    /** Adds all operations. The parameter is no secret, so decrypting it changes nothing, as on AWS. */
    public Operations of(Operations operations) {
        Member decryption = optional("WithDecryption", flag());
        Members one = Members.of(required("Name", text(1, 2048)), decryption);
        Members several = Members.of(required("Names", list(text(1, 2048), 1, 10)), decryption);
        return operations
                .about(this::arn)
                .on("GetParameter", one, this::get)
                .on("GetParameters", several, this::getAll);
    }

    /** The value of a parameter, by its name or its ARN; throws ParameterNotFound. */
    public String value(String name) {
        if (!isParameter(name)) {
            throw AwsError.of("ParameterNotFound", "The parameter " + name + " does not exist here.");
        }
        return BOOTSTRAP_VERSION;
    }

    private boolean isParameter(String nameOrArn) {
        return nameOrArn.equals(PARAMETER) || nameOrArn.equals(names.arn("ssm", "parameter" + PARAMETER));
    }

    private String arn(ObjectNode input) {
        String name = input.path("Name").asText(input.path("Names").path(0).asText());
        return names.arn("ssm", "parameter/" + name.replaceFirst("^(arn:.*:parameter)?/", ""));
    }

    private JsonNode get(ObjectNode input) {
        value(input.path("Name").asText());
        return Json.object().set("Parameter", parameter());
    }

    private JsonNode getAll(ObjectNode input) {
        ObjectNode answer = Json.object();
        answer.putArray("Parameters");
        answer.putArray("InvalidParameters");
        for (JsonNode name : input.path("Names")) {
            if (isParameter(name.asText())) {
                answer.withArray("Parameters").add(parameter());
            } else {
                answer.withArray("InvalidParameters").add(name);
            }
        }
        return answer;
    }

    private ObjectNode parameter() {
        return Json.object()
                .put("Name", PARAMETER)
                .put("Type", "String")
                .put("Value", BOOTSTRAP_VERSION)
                .put("Version", 1)
                .put("DataType", "text")
                .put("ARN", names.arn("ssm", "parameter" + PARAMETER));
    }
}
