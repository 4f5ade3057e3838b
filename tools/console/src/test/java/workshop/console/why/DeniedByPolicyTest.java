package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.console.Things;

/**
 * A policy of what is called denies a call that the function's role allows: no grant helps.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html">an
 *     explicit deny</a>
 */
class DeniedByPolicyTest {
    @TempDir
    private Path folder;

    @Test
    void thePolicyOfTheResourceIsNamedAndNoGrantInTheRole() {
        Things stack = new Things()
                .put(
                        "Denied",
                        "AWS::SNS::TopicPolicy",
                        "{'Topics': [" + Things.topic() + "], 'PolicyDocument': {'Version': '2012-10-17', 'Statement':"
                                + " [{'Effect': 'Deny', 'Principal': '*', 'Action': 'sns:Publish', 'Resource': "
                                + Things.topic() + "}]}}");
        try (Things things = stack.deploy(folder)) {
            Answer answer = new Why(things.account(), things.journeys(), folder)
                    .of(things.journey("POST", "a-thing"))
                    .get(0);
            assertThat(answer.end()).isEqualTo("Handler may not call sns:Publish on Topic.");
            assertThat(answer.facts()).containsExactly("a statement in the policy of Topic denied it");
            assertThat(answer.fix()).startsWith("Take that statement out of the policy of Topic");
        }
    }

    /** What fails is left with the permission of the function's role, and this role lost it after the destination was made. */
    @Test
    void aDestinationThatTheRoleMayNotUseIsAboutTheRole() {
        try (Things things = new Things().deploy(folder)) {
            things.function("Handler", Things.allow("'dynamodb:PutItem'", "'*'"), "")
                    .put(
                            "Secure",
                            "AWS::SQS::QueuePolicy",
                            "{'Queues': [{'Ref': 'Parked'}], 'PolicyDocument': {'Version': '2012-10-17', 'Statement':"
                                    + " [{'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:*', 'Resource': {'Fn::GetAtt':"
                                    + " ['Parked', 'Arn']}, 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}]}}")
                    .update(folder);
            Answer answer = new Why(things.account(), things.journeys(), folder)
                    .of(things.journey("POST", "unhandled"))
                    .get(1);
            assertThat(answer.end()).startsWith("Handler could not deliver to Parked: AccessDenied");
            assertThat(answer.facts()).isEmpty();
            assertThat(answer.fix())
                    .isEqualTo("Allow sqs:SendMessage in the role of Handler, as CDK's destinations"
                            + " (aws_lambda_destinations, SqsDlq) do.");
            assertThat(answer.construct()).isEqualTo("Test/Handler/Resource");
        }
    }

    @Test
    void aStreamThatTheRoleMayNoLongerReadIsAboutTheRole() {
        try (Things things = new Things().deploy(folder)) {
            things.journey("POST", "before");
            things.function("Publisher", Things.allow("'sqs:SendMessage', 'events:PutEvents'", "'*'"), "")
                    .update(folder);
            things.change("POST", "after");
            assertThat(new Why(things.account(), things.journeys(), folder).lines("after"))
                    .containsSubsequence(
                            "It was written to Things, and Publisher has not got its record.",
                            "  the function's role does not allow dynamodb:GetRecords on the stream",
                            "  Fix: Allow it, as new DynamoEventSource(…) does.");
        }
    }
}
