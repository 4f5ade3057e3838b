package workshop.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.iam.Policy.Decision;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

class IamTest {
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/Todos";
    private static final String TRUST = "{'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
            + " 'Principal': {'Service': 'lambda.amazonaws.com'}}]}";

    private final Iam iam = new Iam();

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text.replace('\'', '"'));
    }

    /** The caller that a function with a policy of these statements is. */
    private Caller function(String statements) {
        Physical role = new IamTypes(iam)
                .role()
                .create(new Declaration(
                        "S",
                        "Role",
                        "1",
                        json("{'AssumeRolePolicyDocument': " + TRUST + ", 'Policies': [{'PolicyName': 'p',"
                                + " 'PolicyDocument': {'Statement': [" + statements + "]}}]}")));
        Credentials credentials = iam.assume(role.attributes().get("Arn"), "StreamPublisher");
        return iam.caller(credentials.accessKeyId());
    }

    @Test
    void whatNoPolicyAllowsIsDeniedInTheWordsOfAws() {
        Caller caller = function("{'Effect': 'Allow', 'Action': 'dynamodb:GetItem', 'Resource': '*'}");
        assertThatThrownBy(() -> iam.authorize(caller, "dynamodb:PutItem", TABLE))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.code()).isEqualTo("AccessDeniedException"))
                .hasMessage("User: arn:aws:sts::000000000000:assumed-role/S-Role-1/StreamPublisher is not authorized to"
                        + " perform: dynamodb:PutItem on resource: " + TABLE
                        + " because no identity-based policy allows the dynamodb:PutItem action");
    }

    @Test
    void anActionIsAllowedOnTheResourcesOfItsStatementOnly() {
        Caller caller = function("{'Effect': 'Allow', 'Action': 'dynamodb:*', 'Resource': '" + TABLE + "'}");
        assertThatCode(() -> iam.authorize(caller, "dynamodb:PutItem", TABLE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> iam.authorize(caller, "dynamodb:PutItem", TABLE + "2"))
                .isInstanceOf(AwsError.class);
    }

    @Test
    void aPolicyNamesResourcesByTheirArns() {
        ObjectNode policy = json("{'Version': '2012-10-17', 'Statement':"
                + " {'Effect': 'Allow', 'Action': 'dynamodb:PutItem', 'Resource': 'Todos'}}");
        assertThat(Violations.of(Policy.OF_IDENTITY, policy, Reading.TEMPLATE).ofResource())
                .containsExactly("#: Resource Todos must be in ARN format or \"*\".");
    }

    @Test
    void actionsMatchInAnyCaseAndResourcesInTheirOwn() {
        Caller caller = function(
                "{'Effect': 'Allow', 'Action': 'DYNAMODB:put*', 'Resource': 'arn:aws:dynamodb:*:*:table/T?dos'}");
        assertThatCode(() -> iam.authorize(caller, "dynamodb:PutItem", TABLE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> iam.authorize(caller, "dynamodb:PutItem", TABLE.toLowerCase()))
                .isInstanceOf(AwsError.class);
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">Resource</a> */
    @ParameterizedTest
    @ValueSource(
            strings = {"arn:aws:dynamodb:*", "arn:aws:dynamodb", "arn:aws:dynamodb:us-east-1", "a:aws:dynamodb:*:*"})
    void anArnThatLacksItsEndStandsForAllThatBeginLikeIt(String resource) {
        Caller caller = function("{'Effect': 'Allow', 'Action': 'dynamodb:PutItem', 'Resource': '" + resource + "'}");
        assertThatCode(() -> iam.authorize(caller, "dynamodb:PutItem", TABLE)).doesNotThrowAnyException();
    }

    @Test
    void anExplicitDenyWinsOverEveryAllow() {
        Caller caller = function("{'Effect': 'Allow', 'Action': '*', 'Resource': '*'},"
                + " {'Effect': 'Deny', 'Action': 'sns:Publish', 'Resource': '*'}");
        assertThatThrownBy(() -> iam.authorize(caller, "sns:Publish", "arn:aws:sns:us-east-1:000000000000:t"))
                .hasMessageEndingWith("with an explicit deny in an identity-based policy");
    }

    @Test
    void theOwnerMayDoEverything() {
        assertThatCode(() -> iam.authorize(iam.caller("anything"), "dynamodb:DeleteTable", TABLE))
                .doesNotThrowAnyException();
    }

    @Test
    void aKeyOfASessionThatIsOverIsRefused() {
        function("{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}");
        Credentials credentials = iam.assume(iam.roleArn("S-Role-1"), "F");
        iam.end(credentials);
        assertThatThrownBy(() -> iam.caller(credentials.accessKeyId())).hasMessageContaining("expired");
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html">Passing a role</a> */
    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::000000000000:role/S-Role-1, lambda.amazonaws.com, ",
        "arn:aws:iam::000000000000:role/S-Role-1, events.amazonaws.com, not trusted",
        "arn:aws:iam::000000000000:role/Nobody, lambda.amazonaws.com, not trusted",
        "arn:aws:iam::111111111111:role/S-Role-1, lambda.amazonaws.com, Cross-account pass role is not allowed.",
    })
    void aRoleIsPassedOnlyToTheServiceThatItTrustsAndInItsAccount(String role, String service, String refusal) {
        function("{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}");
        Throwable thrown = catchThrowable(() -> iam.pass(role, service, () -> AwsError.validation("not trusted")));
        assertThat(thrown == null ? null : thrown.getMessage()).isEqualTo(refusal);
    }

    @Test
    void aResourcePolicyLetsAServiceInOnBehalfOfTheRightSourceOnly() {
        Policy policy =
                Policy.of(json("{'Statement': {'Effect': 'Allow', 'Principal': {'Service': 'events.amazonaws.com'},"
                        + " 'Action': 'sqs:SendMessage', 'Resource': 'arn:aws:sqs:::q',"
                        + " 'Condition': {'ArnEquals': {'aws:SourceArn': 'arn:rule'}}}}"));
        assertThat(decision(policy, "events.amazonaws.com", "arn:rule")).isEqualTo(Decision.ALLOWED);
        assertThat(decision(policy, "events.amazonaws.com", "arn:other")).isEqualTo(Decision.SILENT);
        assertThat(decision(policy, "sns.amazonaws.com", "arn:rule")).isEqualTo(Decision.SILENT);
    }

    /**
     * Both forms say the same.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous">
     *     All principals</a>
     */
    @Test
    void everybodyIsServicesToo() {
        for (String everybody : List.of("'*'", "{'AWS': '*'}", "{'AWS': ['*']}")) {
            Policy policy = Policy.of(json("{'Statement': {'Effect': 'Allow', 'Principal': " + everybody
                    + ", 'Action': 'sqs:SendMessage', 'Resource': 'arn:aws:sqs:::q'}}"));
            assertThat(decision(policy, "sns.amazonaws.com", "arn:topic"))
                    .as(everybody)
                    .isEqualTo(Decision.ALLOWED);
        }
    }

    /**
     * A session is its role, too, and is in the account: whom a policy denies the account something, it denies it them all. What
     * it allows the account, who is in it needs to be allowed again.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-role-session">
     *     Session principals</a>
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html">The
     *     account, the role and the session are looked at in turn</a>
     */
    @ParameterizedTest
    @CsvSource({
        "Allow, arn:aws:sts::000000000000:assumed-role/S-Role-1/StreamPublisher, ALLOWED",
        "Deny, arn:aws:sts::000000000000:assumed-role/S-Role-1/StreamPublisher, DENIED",
        "Deny, arn:aws:sts::000000000000:assumed-role/S-Role-1/Another, SILENT",
        "Allow, arn:aws:iam::000000000000:role/S-Role-1, ALLOWED",
        "Deny, arn:aws:iam::000000000000:root, DENIED",
        "Deny, 000000000000, DENIED",
        "Deny, 111122223333, SILENT",
        "Allow, arn:aws:iam::000000000000:root, SILENT",
    })
    void aSessionIsItsRoleAndOfTheAccount(String effect, String principal, Decision expected) {
        Caller caller = function("{'Effect': 'Allow', 'Action': 'sns:Publish', 'Resource': '*'}");
        Policy policy = Policy.of(json("{'Statement': {'Effect': '" + effect + "', 'Principal': {'AWS': '" + principal
                + "'}, 'Action': 'sqs:SendMessage', 'Resource': 'arn:aws:sqs:::q'}}"));
        assertThat(Policy.decide(List.of(policy), caller, "sqs:SendMessage", "arn:aws:sqs:::q"))
                .isEqualTo(expected);
    }

    private static Decision decision(Policy policy, String service, String sourceArn) {
        Caller caller = new Caller.ServicePrincipal(service, sourceArn);
        return Policy.decide(List.of(policy), caller, "sqs:SendMessage", "arn:aws:sqs:::q");
    }

    @Test
    void aDenyWithoutTlsDoesNotHitThisPort() {
        Policy policy = Policy.of(json("{'Statement': [{'Effect': 'Deny', 'Principal': {'AWS': '*'}, 'Action': 'sqs:*',"
                + " 'Resource': 'arn:aws:sqs:::q', 'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}]}"));
        assertThat(Policy.decide(List.of(policy), iam.owner(), "sqs:SendMessage", "arn:aws:sqs:::q"))
                .isEqualTo(Decision.SILENT);
    }

    /**
     * Only a service acts on behalf of somebody else.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount">aws:SourceAccount</a>
     */
    @Test
    void theAccountOfASourceIsAServicesOnly() {
        Policy policy = Policy.of(
                json(
                        "{'Statement': [{'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:*',"
                                + " 'Resource': 'arn:aws:sqs:::q', 'Condition': {'StringNotEquals': {'aws:SourceAccount': '000000000000'}}}]}"));
        assertThat(decision(policy, "events.amazonaws.com", "arn:rule")).isEqualTo(Decision.SILENT);
        assertThat(Policy.decide(List.of(policy), iam.owner(), "sqs:SendMessage", "arn:aws:sqs:::q"))
                .isEqualTo(Decision.DENIED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'*' | {'BoolNot': {'aws:SecureTransport': 'true'}} | condition operator BoolNot",
                "'*' | {'NotStringEquals': {'aws:SourceAccount': '1'}} | condition operator NotStringEquals",
                "'*' | {'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}} | IpAddress",
                "'*' | {'StringEquals': {'aws:RequestedRegion': 'us-east-1'}} | condition key aws:RequestedRegion",
                "'*' | {'StringNotLike': {'dynamodb:LeadingKeys': 'a'}} | condition key dynamodb:LeadingKeys",
                "'arn:aws:s3:::b/${aws:userid}' | {} | can't evaluate the variables of a policy",
                "'*' | {'ArnLike': {'aws:SourceArn': 'arn:aws:s3:::${aws:PrincipalAccount}'}} | the variables of a policy",
            },
            quoteCharacter = '`')
    void whatCanNotBeEvaluatedIsAnErrorNotAnAllow(String resource, String condition, String why) {
        for (String effect : List.of("Allow", "Deny")) {
            assertThatThrownBy(() -> Policy.of(json("{'Statement': {'Effect': '" + effect
                            + "', 'Action': '*', 'Resource': " + resource + ", 'Condition': " + condition + "}}")))
                    .hasMessageContaining(why);
        }
    }

    @Test
    void aRevokedActionIsDeniedAsIfTheGrantWereMissing() {
        Caller caller = function("{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}");
        iam.revokeIf((session, action) -> session.equals("StreamPublisher") && action.equals("events:PutEvents"));
        assertThatThrownBy(() -> iam.authorize(caller, "events:PutEvents", "arn:bus"))
                .hasMessageContaining("because no identity-based policy allows the events:PutEvents action");
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html">NotAction</a> */
    @Test
    void aStatementMayNameWhatItIsNotAbout() {
        Caller caller =
                function("{'Effect': 'Allow', 'NotAction': 'dynamodb:Put*', 'NotResource': '" + TABLE + "/index/*'}");
        assertThatCode(() -> iam.authorize(caller, "dynamodb:GetItem", TABLE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> iam.authorize(caller, "dynamodb:PutItem", TABLE))
                .isInstanceOf(AwsError.class);
        assertThatThrownBy(() -> iam.authorize(caller, "dynamodb:Query", TABLE + "/index/i"))
                .isInstanceOf(AwsError.class);
    }
}
