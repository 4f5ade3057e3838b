package workshop.cloud;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.lambda.ScriptedFunction;

/** What a service refuses only when a resource is made, in its own words: the template alone doesn't show it. */
class RefusedResourcesTest {
    private static final String TRUSTED = "{'AssumeRolePolicyDocument': {'Statement': [{'Effect': 'Allow',"
            + " 'Action': 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}}]}}";
    private static final String POLICY =
            "{'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:SendMessage', 'Resource': 'arn:aws:sqs:*'}";

    @TempDir
    private static Path folder;

    @AutoClose
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
    }

    private static Assembly queue() {
        return new Assembly().resource("Queue", "AWS::SQS::Queue", "{}").resource("Topic", "AWS::SNS::Topic", "{}");
    }

    private static Assembly queuePolicy(String statements) {
        return queue().resource(
                        "Policy",
                        "AWS::SQS::QueuePolicy",
                        "{'Queues': [{'Ref': 'Queue'}], 'PolicyDocument': {'Statement': [" + statements + "]}}");
    }

    private static Assembly topicPolicy(String more) {
        return queue().resource(
                        "Policy",
                        "AWS::SNS::TopicPolicy",
                        "{'Topics': [{'Ref': 'Topic'}], 'PolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action':"
                                + " 'sns:Publish', " + more + "}]}}");
    }

    private static Assembly role(String principal, String more) {
        return new Assembly()
                .resource(
                        "Role",
                        "AWS::IAM::Role",
                        "{'AssumeRolePolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
                                + " 'Principal': " + principal + "}]}" + more + "}");
    }

    /** An identity's policy of about so many thousand characters. */
    private static String document(int thousands) {
        return "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': 's3:*', 'Resource': ['*'"
                + ", 'arn:aws:s3:::%0980d'".formatted(0).repeat(thousands) + "]}]}";
    }

    private static void refused(Assembly assembly, String message) {
        assertThatThrownBy(() -> deploy(assembly)).hasMessageContaining(message);
        account.destroy("Test");
    }

    private static void deploy(Assembly assembly) {
        account.deploy(assembly.writeTo(folder), null, warning -> {});
        account.destroy("Test");
    }

    /**
     * Only a reference or DependsOn makes CloudFormation wait; what is named by a text alone may not be there yet, whatever stands
     * first in the template.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html">In
     *     parallel to the extent possible</a>
     */
    @Test
    void whatIsNamedByATextAloneIsNotThereYet() {
        Assembly bus = new Assembly().resource("Bus", "AWS::Events::EventBus", "{'Name': 'todos'}");
        String rule = "{'EventBusName': %s, 'EventPattern': {'source': ['x']}}";
        refused(bus.resource("Rule", "AWS::Events::Rule", rule.formatted("'todos'")), "todos does not exist");
        assertThatCode(() -> deploy(bus.resource("Rule", "AWS::Events::Rule", rule.formatted("{'Ref': 'Bus'}"))))
                .doesNotThrowAnyException();
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Names don't differ by case</a> */
    @Test
    void aRoleAndAPolicyHaveANameThatNoOtherHasInAnyCaseAndUnderAnyPath() {
        String lambda = "{'Service': 'lambda.amazonaws.com'}";
        refused(
                role(lambda, ", 'RoleName': 'reader'")
                        .resource(
                                "Other",
                                "AWS::IAM::Role",
                                TRUSTED.replace("}]}}", "}]}, 'RoleName': 'Reader', 'Path': '/a/'}")),
                "Resource of type 'AWS::IAM::Role' with identifier");
        String policy = "{'ManagedPolicyName': '%s', 'Path': '/%s/', 'PolicyDocument': " + document(0) + "}";
        refused(
                new Assembly()
                        .resource("A", "AWS::IAM::ManagedPolicy", policy.formatted("p", "a"))
                        .resource("B", "AWS::IAM::ManagedPolicy", policy.formatted("P", "b")),
                "Resource of type 'AWS::IAM::ManagedPolicy' with identifier");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html">Quotas</a> */
    @ParameterizedTest
    @ValueSource(strings = {"sns:Publish", "sqs:SendMessageBatch", "sqs:Nothing", "sns:*", "SendMessage"})
    void aQueuesPolicyNamesActionsOfQueues(String action) {
        refused(
                queuePolicy(POLICY.replace("sqs:SendMessage", action)),
                "Value " + action + " for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL"
                        + " for a list of valid actions.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqs:*", "SQS:sendmessage", "*", "sqs:Get*", "sqs:TagQueue"})
    void itTakesThemInAnyCaseAndByWildcards(String action) {
        assertThatCode(() -> deploy(queuePolicy(POLICY.replace("sqs:SendMessage", action))))
                .doesNotThrowAnyException();
    }

    @Test
    void aQueuesPolicyHasBounds() {
        refused(
                queuePolicy(POLICY + (", " + POLICY).repeat(20)),
                "21 statements were found in the submitted policy, max allowed is 20");
        refused(
                queuePolicy(POLICY.replace("'sqs:SendMessage'", "['sqs:SendMessage'" + ", 'sqs:*'".repeat(7) + "]")),
                "8 actions were found in a statement from the submitted policy, max allowed is 7");
        refused(
                queuePolicy(POLICY.replace("}", ", 'Sid': '" + "x".repeat(8192) + "'}")),
                "Submitted policy is over max allowed size.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'AWS': 'arn:aws:iam::000000000000:role/nobody'}",
                "{'AWS': 'arn:aws:iam::000000000000:user/nobody'}",
                "{'AWS': 'arn:aws:iam::000000000000:role/AWSServiceRoleForAPIGateway'}", // its ARN has a path
                "{'AWS': 'arn:aws:sts::000000000000:assumed-role/nobody/session'}",
                "{'AWS': 'nobody'}",
                "{'Service': 'nobody'}"
            })
    void aPrincipalThatIsNotThereIsRefused(String principal) {
        refused(queuePolicy(POLICY.replace("'*'", principal)), "Invalid value for the parameter Policy.");
        refused(
                topicPolicy("'Resource': '*', 'Principal': " + principal),
                "Invalid parameter: Policy Error: PrincipalNotFound");
        refused(role(principal, ""), "Invalid principal in policy: \"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'AWS': ['123456789012', 'arn:aws:iam::123456789012:role/theirs', {'Ref': 'AWS::AccountId'}]}",
                "{'AWS': {'Fn::GetAtt': ['Other', 'Arn']}}",
                "{'AWS': 'arn:aws:iam::000000000000:root', 'Service': 'events.amazonaws.com'}",
                "{'AWS': 'arn:aws:iam::000000000000:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway'}",
                "{'AWS': 'arn:aws:sts::000000000000:assumed-role/AWSReservedSSO_Admin_1a2b3c/me@example.com'}"
            })
    void oneThatIsThereOrMayBeInAnotherAccountIsTaken(String principal) {
        Assembly all = topicPolicy("'Resource': {'Ref': 'Topic'}, 'Principal': " + principal)
                .resource(
                        "Other",
                        "AWS::IAM::Role",
                        "{'AssumeRolePolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
                                + " 'Principal': {'Service': 'lambda.amazonaws.com'}}]}}")
                .resource(
                        "OfQueue",
                        "AWS::SQS::QueuePolicy",
                        "{'Queues': [{'Ref': 'Queue'}], 'PolicyDocument': {'Statement': ["
                                + POLICY.replace("'*'", principal) + "]}}");

        assertThatCode(() -> deploy(all)).doesNotThrowAnyException();
    }

    /** As on AWS in issues 28520 and 29627 of aws-cdk: CloudFormation knows a bus's statement by its id. */
    @Test
    void aStatementOfABusHasAnIdThatNoOtherResourceHas() {
        Function<String, Assembly> named = id -> new Assembly()
                .resource(
                        id,
                        "AWS::Events::EventBusPolicy",
                        "{'StatementId': 'friends', 'Action': 'events:PutEvents', 'Principal': '*'}");
        account.deploy(named.apply("Before").writeTo(folder), null, warning -> {});
        refused(named.apply("After"), "friends already exists in stack arn:aws:cloudformation:");

        assertThatCode(() -> deploy(named.apply("After"))).doesNotThrowAnyException();
    }

    /**
     * The words about an id are AWS's in issue 801 of serverless-step-functions.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html">Quotas</a>
     */
    @Test
    void aTopicsPolicyIsAboutOneResourceAndHasBoundsAndEachStatementAnIdOfItsOwn() {
        refused(
                topicPolicy("'Principal': '*', 'Resource': [{'Ref': 'Topic'}, '*']"),
                "Invalid parameter: Policy statement must apply to a single resource!");
        refused(
                topicPolicy("'Principal': '*'"),
                "Invalid parameter: Policy statement must apply to a single resource!");
        String one = "'Principal': '*', 'Resource': '*'";
        refused(
                topicPolicy(one + ", 'Sid': '" + "x".repeat(30_720) + "'"),
                "Invalid parameter: Policy Reason: it is longer than 30 KB");
        String another = "}, {'Effect': 'Allow', 'Action': 'sns:Publish', " + one;
        refused(
                topicPolicy(one + another.repeat(100)),
                "Invalid parameter: Policy Reason: it is longer than 30 KB, or has more than 100 statements");
        refused(topicPolicy(one + another), "Invalid parameter: Every policy statement must have a unique ID");
        assertThatCode(() -> deploy(topicPolicy(one + another + ", 'Sid': 'second'")))
                .doesNotThrowAnyException();
    }

    /** Verified on AWS in issue 14961 of amplify-cli: the words are CloudFormation's since January 2026. */
    @Test
    void aRoleHasOnePolicyOfANameFromAllResources() {
        String policy = "{'PolicyName': '%s', 'Roles': [{'Ref': 'Role'}], 'PolicyDocument': " + document(0) + "}";
        BiFunction<String, String, Assembly> named = (id, name) -> new Assembly()
                .resource("Role", "AWS::IAM::Role", TRUSTED)
                .resource(id, "AWS::IAM::Policy", policy.formatted(name));
        account.deploy(named.apply("Before", "p").writeTo(folder), null, warning -> {});
        account.deploy(named.apply("Before", "q").writeTo(folder), null, warning -> {});
        account.deploy(named.apply("Other", "p").writeTo(folder), null, warning -> {});
        refused(
                named.apply("After", "p"),
                "Policy resource was already managed by another stack or another resource in the current stack. Found"
                        + " stacks: [Test|Other]");
        Assembly ofEach = named.apply("First", "p")
                .resource("Second", "AWS::IAM::Role", TRUSTED)
                .resource(
                        "Its",
                        "AWS::IAM::Policy",
                        policy.replace("'Role'", "'Second'").formatted("p"));
        assertThatCode(() -> deploy(ofEach)).doesNotThrowAnyException();
    }

    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Quotas</a> */
    @Test
    void policiesOfIdentitiesHaveBounds() {
        String service = "{'Service': 'lambda.amazonaws.com'}";
        String inline =
                ", 'Policies': [{'PolicyName': 'a', 'PolicyDocument': %s}, {'PolicyName': 'b', 'PolicyDocument':"
                        + " %s}]";
        refused(
                role(service, inline.formatted(document(5), document(6))),
                "Maximum policy size of 10240 bytes exceeded for role Test-Role-");
        refused(
                role(service, inline.formatted(document(4), document(3)))
                        .resource(
                                "Policy",
                                "AWS::IAM::Policy",
                                "{'PolicyName': 'c', 'Roles': [{'Ref': 'Role'}], 'PolicyDocument': " + document(4)
                                        + "}"),
                "Maximum policy size of 10240 bytes exceeded for role Test-Role-");
        refused(
                new Assembly().resource("P", "AWS::IAM::ManagedPolicy", "{'PolicyDocument': " + document(7) + "}"),
                "Cannot exceed quota for PolicySize: 6144");
        refused(
                role("{'Service': ['lambda.amazonaws.com'" + ", 'x.amazonaws.com'".repeat(250) + "]}", ""),
                "Cannot exceed quota for ACLSizePerRole: 4096");

        Assembly most = role(service, inline.formatted(document(4), document(5)))
                .resource(
                        "P",
                        "AWS::IAM::ManagedPolicy",
                        "{'Roles': [{'Ref': 'Role'}], 'PolicyDocument': " + document(5) + "}");
        assertThatCode(() -> deploy(most)).doesNotThrowAnyException();
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html">AddPermission</a> */
    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::000000000000:role/nobody", "invalid.nonaws.com", "s3"})
    void aPermissionIsForAPrincipalThatIsThere(String principal) {
        refused(
                new Assembly()
                        .function(ScriptedFunction.class, "", "'Timeout': 10")
                        .resource("Permission", "AWS::Lambda::Permission", permission(principal)),
                "The provided principal was invalid. Please check the principal and try again.");
    }

    /** As recorded on AWS: test_permission_exceptions of LocalStack's suite for Lambda. */
    @ParameterizedTest
    @CsvSource({"gone, Cannot find alias arn", "42, Function not found"})
    void aPermissionIsOfAnAliasOrVersionThatIsThere(String qualifier, String why) {
        refused(
                new Assembly()
                        .function(ScriptedFunction.class, "", "")
                        .resource(
                                "Permission",
                                "AWS::Lambda::Permission",
                                permission("s3.amazonaws.com")
                                        .replace("{'Ref': '", "{'Fn::Sub': '${")
                                        .replace("'}, 'Action'", "}:" + qualifier + "'}, 'Action'")),
                why + ": arn:aws:lambda:us-east-1:000000000000:function:ScriptedFunction:" + qualifier);
    }

    /** What is missing comes before what is not there. As recorded on AWS: test_lambda_eventinvokeconfig_exceptions. */
    @Test
    void anInvokeConfigurationSaysSomething() {
        refused(
                new Assembly()
                        .resource(
                                "Config",
                                "AWS::Lambda::EventInvokeConfig",
                                "{'FunctionName': 'Nobody', 'Qualifier': '$LATEST'}"),
                "You must specify at least one of error handling or destination setting.");
    }

    private static String permission(String principal) {
        return "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'Action': 'lambda:InvokeFunction', 'Principal': '"
                + principal + "'}";
    }

    @Test
    void theyHaveABoundTogether() {
        Assembly many = new Assembly().function(ScriptedFunction.class, "", "'Timeout': 10");
        for (int i = 0; i < 120; i++) {
            many.resource("Permission" + i, "AWS::Lambda::Permission", permission("123456789012"));
        }
        refused(many, ") is bigger than the limit (20480).");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html">Reserved concurrency</a> */
    @Test
    void aHundredOfAThousandInvocationsAreLeftToFunctionsThatReserveNone() {
        Assembly functions = new Assembly()
                .function("First", ScriptedFunction.class, "", "'ReservedConcurrentExecutions': 500")
                .function("Second", ScriptedFunction.class, "", "'ReservedConcurrentExecutions': 401");
        refused(functions, "decreases account's UnreservedConcurrentExecution below its minimum value of [100].");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html">Region</a> */
    @Test
    void aSubscriptionIsMadeInItsTopicsRegion() {
        String subscription = "{'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'sqs', 'Endpoint': {'Fn::GetAtt': ['Queue',"
                + " 'Arn']}, 'Region': '%s'}";
        refused(
                queue().resource("Of", "AWS::SNS::Subscription", subscription.formatted("eu-west-1")),
                "Invalid parameter: TopicArn");
        assertThatCode(() ->
                        deploy(queue().resource("Of", "AWS::SNS::Subscription", subscription.formatted("us-east-1"))))
                .doesNotThrowAnyException();
    }
}
