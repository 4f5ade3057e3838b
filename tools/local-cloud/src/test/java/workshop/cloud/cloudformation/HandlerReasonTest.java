package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;

/** Why a resource failed, as others have it from CloudFormation. */
class HandlerReasonTest {
    private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static void refused(ResourceType type, String name, String reason) {
        CloudFormation cloudFormation =
                new CloudFormation(new ResourceTypes().add(List.of(type)), parameter -> "30", url -> url);
        String template = """
                {"Resources": {"A": {"Type": "%s", "Properties": {"Name": "%s", "Colour": "impossible"}}}}""";
        assertThatThrownBy(() -> cloudFormation.deploy("S", template.formatted(type.name(), name)))
                .message()
                .satisfies(message -> assertThat(message.replaceAll(ID, "ID"))
                        .isEqualTo("The following resource(s) failed to create: [A]. " + reason));
    }

    /**
     * Of <a href="https://github.com/aws-samples/bedrock-access-gateway/issues/205">functions</a>, <a
     * href="https://github.com/aws-samples/terraform-aws-windows-workloads-on-aws/issues/3">roles</a> and <a
     * href="https://github.com/awslabs/amazon-kinesis-data-generator">what they trust</a>, and in logs of deployments that failed.
     */
    @ParameterizedTest
    @CsvSource({
        "AWS::Lambda::Function, Lambda, 400, InvalidRequest",
        "AWS::Lambda::Alias, Lambda, 409, AlreadyExists",
        "AWS::ApiGateway::Method, ApiGateway, 400, InvalidRequest",
        "AWS::SNS::Subscription, Sns, 400, InvalidRequest",
        "AWS::Events::Rule, EventBridge, 400, GeneralServiceException",
        "AWS::IAM::Role, Iam, 400, InvalidRequest",
        "AWS::IAM::Role, Iam, 404, NotFound",
    })
    void aHandlerNamesTheServiceThatRefuses(String type, String service, int status, String code) {
        ResourceType refusing = new ResourceType(type, FakeType.PROPERTIES).creates(declaration -> {
            throw new AwsError(status, "AnyCode", "No.");
        });
        refused(
                refusing,
                "a",
                "Resource handler returned message: \"No. (Service: " + service + ", Status Code: " + status
                        + ", Request ID: ID) (SDK Attempt Count: 1)\" (RequestToken: ID, HandlerErrorCode: " + code
                        + ")");
    }

    /** What is not known is not made up. */
    @Test
    void ofOthersTheServicesOwnCodeIsSaid() {
        refused(
                new FakeType().type(),
                "a",
                "Resource handler returned message: \"There is no such colour\" (RequestToken: ID, HandlerErrorCode:"
                        + " InvalidColour)");
    }

    /** As <a href="https://github.com/serverless/serverless/issues/3237">a log group's event</a> has it. */
    @Test
    void whatCloudFormationSaysItselfStandsAlone() {
        FakeType things = new FakeType();
        CloudFormation cloudFormation =
                new CloudFormation(new ResourceTypes().add(List.of(things.type())), parameter -> "30", url -> url);
        String twice = """
                {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": "red"}},
                 "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": "red"}}}}""";
        assertThatThrownBy(() -> cloudFormation.deploy("S", twice))
                .hasMessageStartingWith(
                        "The following resource(s) failed to create: [A]. a already exists in stack arn:");
    }
}
