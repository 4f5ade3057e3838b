package workshop.cloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;

class SsmTest {
    private final Iam iam = new Iam();
    private final Operations operations = new Ssm().of(new Operations("ssm", iam, new Faults()));

    private static ObjectNode named(String name) {
        return Json.object().put("Name", name);
    }

    @Test
    void theAccountIsBootstrapped() {
        assertThat(operations
                        .call("GetParameter", iam.owner(), named("/cdk-bootstrap/hnb659fds/version"))
                        .path("Parameter")
                        .path("Value")
                        .asInt())
                .isGreaterThanOrEqualTo(30);
    }

    @Test
    void aParameterIsNamedByItsArnToo() {
        String arn = "arn:aws:ssm:us-east-1:000000000000:parameter/cdk-bootstrap/hnb659fds/version";
        assertThat(operations
                        .call("GetParameter", iam.owner(), named(arn))
                        .at("/Parameter/Name")
                        .asText())
                .isEqualTo("/cdk-bootstrap/hnb659fds/version");
    }

    /** @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">A version</a> */
    @Test
    void aParameterIsNamedByItsVersionToo() {
        ObjectNode first = named("/cdk-bootstrap/hnb659fds/version:1");
        assertThat(operations
                        .call("GetParameter", iam.owner(), first)
                        .at("/Parameter/Selector")
                        .asText())
                .isEqualTo(":1");
        assertThatThrownBy(
                        () -> operations.call("GetParameter", iam.owner(), named("/cdk-bootstrap/hnb659fds/version:2")))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ParameterVersionNotFound"));
    }

    /** AWS says no more than that, as recorded: test_parameter_defaults of LocalStack's suite for CloudFormation. */
    @Test
    void thereIsNoOtherParameter() {
        assertThatThrownBy(() -> operations.call("GetParameter", iam.owner(), named("/mine")))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ParameterNotFound"))
                .hasMessage(null);
    }

    /**
     * API_GetParameter says so of spaces; the words, for any other character too, were recorded on AWS:
     * https://github.com/localstack/localstack/issues/7712.
     */
    @Test
    void aNameIsTakenWithoutSpacesAroundItAndWithNoneInIt() {
        assertThat(operations.call("GetParameter", iam.owner(), named(" /cdk-bootstrap/hnb659fds/version:1 ")))
                .hasToString(operations
                        .call("GetParameter", iam.owner(), named("/cdk-bootstrap/hnb659fds/version:1"))
                        .toString());
        for (String name : new String[] {"/a b", "{test}-test"}) {
            assertThatThrownBy(() -> operations.call("GetParameter", iam.owner(), named(name)))
                    .hasMessage(
                            "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it"
                                    + " can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of"
                                    + " letters, numbers and the following 3 symbols .-_");
        }
    }
}
