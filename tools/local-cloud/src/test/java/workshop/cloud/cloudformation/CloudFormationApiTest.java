package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Account;
import workshop.cloud.Client;
import workshop.cloud.Options;
import workshop.cloud.shape.Member;

/** CloudFormation as SDKs see it. */
class CloudFormationApiTest {
    private static final String QUEUE = """
            {"Parameters": {"Secret": {"Type": "String", "NoEcho": true, "Default": "s"}},
             "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "%s", "DelaySeconds": %d}}},
             "Outputs": {"Delay": {"Value": {"Fn::GetAtt": ["Q", "DelaySeconds"]}, "Description": "waits"}}}""";

    private static final String ROLE = """
            {"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {%s "AssumeRolePolicyDocument": {"Statement":
            [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}}}}}""";

    @AutoClose
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
    }

    private static String call(String action, Map<String, String> parameters) {
        String form = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new Client(account.endpoint())
                .send("cloudformation", "POST", "/", Map.of(), "Action=" + action + "&Version=2010-05-15&" + form)
                .body();
    }

    private static String create(String stack, String changeSet, String type, String template) {
        return call(
                "CreateChangeSet",
                Map.of(
                        "StackName",
                        stack,
                        "ChangeSetName",
                        changeSet,
                        "ChangeSetType",
                        type,
                        "TemplateBody",
                        template));
    }

    private static String describe(String stack, String changeSet) {
        return call("DescribeChangeSet", Map.of("StackName", stack, "ChangeSetName", changeSet));
    }

    @Test
    void aStacksNameHas128CharactersAtMost() {
        assertThat(create("S".repeat(129), "c", "CREATE", QUEUE.formatted("long", 3)))
                .contains("<Code>ValidationError</Code>", "Stack name cannot exceed 128 characters");
        assertThat(create("S".repeat(128), "c", "CREATE", QUEUE.formatted("long", 3)))
                .contains("<StackId>");
    }

    @Test
    void aValueThatAwsForbidsMakesTheChangeSetFailAndNothingElse() {
        assertThat(create("Bad", "c", "CREATE", QUEUE.formatted("bad", 901))).contains("<StackId>");

        assertThat(describe("Bad", "c"))
                .contains(
                        "<Status>FAILED</Status>",
                        "<ExecutionStatus>UNAVAILABLE</ExecutionStatus>",
                        "<StatusReason>The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation].",
                        "#/DelaySeconds: failed validation constraint for keyword [maximum]");
        assertThat(call("DescribeEvents", Map.of("StackName", "Bad", "ChangeSetName", "c")))
                .contains(
                        "<EventType>VALIDATION_ERROR</EventType>",
                        "<ValidationPath>/Resources/Q/Properties/DelaySeconds</ValidationPath>");
        assertThat(call("ExecuteChangeSet", Map.of("StackName", "Bad", "ChangeSetName", "c")))
                .contains("<Code>InvalidChangeSetStatus</Code>", "status of [FAILED]");
        assertThat(call("DescribeStackResources", Map.of("StackName", "Bad"))).doesNotContain("<LogicalResourceId>");
    }

    @Test
    void aDeployedStackShowsItsParametersAndOutputs() {
        deploy("Good", QUEUE.formatted("good", 3));

        assertThat(describe("Good", "c"))
                .contains("<ExecutionStatus>EXECUTE_COMPLETE</ExecutionStatus>", "<ParameterKey>Secret</ParameterKey>");
        assertThat(call("DescribeStacks", Map.of("StackName", "Good")))
                .contains(
                        "<ParameterKey>Secret</ParameterKey><ParameterValue>****</ParameterValue>",
                        "<OutputKey>Delay</OutputKey><OutputValue>3</OutputValue><Description>waits</Description>");
        assertThat(create("Other", "c", "CREATE", QUEUE.formatted("good", 3))).contains("<StackId>");
        assertThat(describe("Other", "c")).contains("good already exists in stack arn:aws:cloudformation:");
        assertThat(create("Good", "d", "CREATE", QUEUE.formatted("good", 3)))
                .contains("Stack [Good] already exists and cannot be created again with the changeSet [d].");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html">Events</a> */
    @Test
    void whatHappenedIsSaidStepByStep() {
        String topic =
                "{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\", \"Properties\": {\"TopicName\": \"%s\"}}}}";
        deploy("Steps", topic.formatted("first"));
        assertThat(call("DescribeStacks", Map.of("StackName", "Steps")))
                .contains("<ChangeSetId>arn:aws:cloudformation:", "<StackDriftStatus>NOT_CHECKED</StackDriftStatus>")
                .doesNotContain("<Outputs>", "<Parameters>");
        create("Steps", "d", "UPDATE", topic.formatted("second"));
        call("ExecuteChangeSet", Map.of("StackName", "Steps", "ChangeSetName", "d"));
        await().until(() -> call("DescribeStacks", Map.of("StackName", "Steps"))
                .contains("<StackStatus>UPDATE_COMPLETE</StackStatus>"));

        assertThat(describe("Steps", "d")).doesNotContain("<Tags>", "<Parameters>");
        assertThat(call("DescribeStackResources", Map.of("StackName", "Steps")))
                .contains("<ResourceStatus>UPDATE_COMPLETE</ResourceStatus>");
        List<String> steps = Pattern.compile("<ResourceStatus>(.*?)</ResourceStatus>")
                .matcher(call("DescribeStackEvents", Map.of("StackName", "Steps")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(steps)
                .startsWith(
                        "UPDATE_COMPLETE",
                        "DELETE_COMPLETE",
                        "DELETE_IN_PROGRESS",
                        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "UPDATE_COMPLETE",
                        "UPDATE_IN_PROGRESS",
                        "UPDATE_IN_PROGRESS",
                        "UPDATE_IN_PROGRESS");
    }

    /**
     * Recorded on AWS (LocalStack's snapshots of CloudFormation).
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDetail.html">Metadata</a>
     */
    @Test
    void aChangeSetAndAResourceSayWhatWasSaidOfThem() {
        String topic = "{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\", \"Metadata\": {\"a\": \"b\"}},"
                + " \"U\": {\"Type\": \"AWS::SNS::Topic\"}}}";
        Map<String, String> described = new HashMap<>(request("Said", topic));
        described.put("Description", "my first");
        assertThat(call("CreateChangeSet", described)).contains("<Id>arn:");
        assertThat(describe("Said", "c")).contains("<Description>my first</Description>");
        deploy("Said", topic); // by the change set that is there
        assertThat(call("DescribeStackResource", Map.of("StackName", "Said", "LogicalResourceId", "T")))
                .contains("<Metadata>{&quot;a&quot;:&quot;b&quot;}</Metadata>");
        assertThat(call("DescribeStackResource", Map.of("StackName", "Said", "LogicalResourceId", "U")))
                .contains("<Metadata>{}</Metadata>");
    }

    private static final String BUCKET = "cdk-hnb659fds-assets-000000000000-us-east-1";

    /**
     * Recorded on AWS (LocalStack, {@code test_templates.snapshot.json}, {@code test_create_stack_from_s3_template_url}).
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">The bucket's place in a URL</a>
     */
    @ParameterizedTest
    @CsvSource({
        "x, TemplateURL must be a supported URL.",
        "https://example.com/dummy.yml, TemplateURL must be a supported URL.",
        "https://example.com/bucket/dummy.yml, TemplateURL must be a supported URL.",
        "https://s3.amazonaws.com/key, TemplateURL must be a supported URL.",
        "https://s3.amazonaws.com/bucket/, TemplateURL must be a supported URL.",
        "https://s3.amazonaws.com/bucket/{, TemplateURL must be a supported URL.",
        "https://s3.amazonaws.com/bucket/%, TemplateURL must be a supported URL.",
        "s3://bucket/key, S3 error: Domain name specified in bucket is not a valid S3 domain",
        "https://bucket.s3.amazonaws.com/key, S3 error: The specified bucket does not exist",
    })
    void aTemplateIsNotWhereAUrlOfAnythingElseSays(String url, String message) {
        assertThat(call("GetTemplateSummary", Map.of("TemplateURL", url)))
                .contains("<Code>ValidationError</Code>", message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.amazonaws.com/" + BUCKET + "/a/b.json",
                "https://s3.us-east-1.amazonaws.com/" + BUCKET + "/a/b.json?versionId=null",
                "https://" + BUCKET + ".s3.amazonaws.com/a/b.json",
                "https://" + BUCKET + ".s3.us-east-1.amazonaws.com/a%2Fb.json",
                "http://localhost:4566/" + BUCKET + "/a/b.json"
            })
    void aTemplateIsWhereAUrlOfAnObjectSays(String url) {
        String template = "{\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\"}}}";
        new Client(account.endpoint()).send("s3", "PUT", "/" + BUCKET + "/a/b.json", Map.of(), template);
        assertThat(call("GetTemplateSummary", Map.of("TemplateURL", url))).contains("<member>AWS::SNS::Topic</member>");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">IMPORT</a> */
    @Test
    void anImportIsRefusedByName() {
        assertThat(create("Imported", "c", "IMPORT", QUEUE.formatted("imported", 1)))
                .contains(
                        "<Code>NotImplemented</Code>", "the parameter changeSetType IMPORT (it has [CREATE, UPDATE])");
        assertThat(create("Imported", "c", "Import", QUEUE.formatted("imported", 1)))
                .contains("<Code>ValidationError</Code>", "[CREATE, UPDATE]");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">Parameters</a> */
    @Test
    void aParameterIsGivenOnce() {
        Map<String, String> twice = new HashMap<>(request("Again", QUEUE.formatted("again", 1)));
        for (int i = 1; i <= 2; i++) {
            twice.put("Parameters.member." + i + ".ParameterKey", "Secret");
            twice.put("Parameters.member." + i + ".ParameterValue", "value " + i);
        }
        assertThat(call("CreateChangeSet", twice))
                .contains("<Code>ValidationError</Code>", "parameters: array items are not unique");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Tag.html">Tag</a> */
    @Test
    void aTagOfAStackHasAValue() {
        Map<String, String> tagged = new HashMap<>(request("Tagged", QUEUE.formatted("tagged", 1)));
        tagged.putAll(Map.of("Tags.member.1.Key", "a", "Tags.member.1.Value", ""));
        assertThat(call("CreateChangeSet", tagged))
                .contains("tags.1.member.value", "Member must have length greater than or equal to 1");
    }

    @Test
    void aSummarySaysWhatATemplateAsksFor() {
        String template = """
                {"AWSTemplateFormatVersion": "2010-09-09", "Metadata": {"a": 1}, "Parameters": {"Secret": {"Type": "String", "NoEcho": true,
                "Description": "hush", "AllowedValues": ["a", "b"]}}, "Resources": {"T": {"Type": "AWS::SNS::Topic"},""" + ROLE.formatted("").strip().substring("{\"Resources\": {".length());
        assertThat(call("GetTemplateSummary", Map.of("TemplateBody", template)))
                .contains(
                        "<Version>2010-09-09</Version>",
                        "<Metadata>{&quot;a&quot;:1}</Metadata>",
                        "<NoEcho>true</NoEcho>",
                        "<Description>hush</Description>",
                        "<ParameterConstraints><AllowedValues><member>a</member><member>b</member></AllowedValues>",
                        "<Capabilities><member>CAPABILITY_IAM</member></Capabilities>",
                        "<CapabilitiesReason>The following resource(s) require capabilities: [AWS::IAM::Role]<",
                        "<ResourceTypes><member>AWS::IAM::Role</member><member>AWS::SNS::Topic</member></ResourceTypes>");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html">ListStacks</a> */
    @Test
    void stacksThatAreDeletedAreListedToo() {
        deploy("Passing", "{\"Description\": \"d\", \"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\"}}}");
        call("DeleteStack", Map.of("StackName", "Passing"));
        await().until(() -> !call("DescribeStacks", Map.of()).contains("<StackName>Passing</StackName>"));
        assertThat(call("ListStacks", Map.of()))
                .contains(
                        "<StackName>Passing</StackName>",
                        "<StackStatus>DELETE_COMPLETE</StackStatus>",
                        "<TemplateDescription>d</TemplateDescription>",
                        "<DeletionTime>");
        // as the AWS CLI's own example of list-stacks asks
        assertThat(call("ListStacks", Map.of("StackStatusFilter.member.1", "CREATE_COMPLETE")))
                .contains("<ListStacksResult>")
                .doesNotContain("Passing");
        assertThat(call("ListStacks", Map.of("StackStatusFilter.member.1", "DELETE_COMPLETE")))
                .contains("Passing");
    }

    @Test
    void thePreviousTemplateIsNotGivenWithAnother() {
        Map<String, String> both = new HashMap<>(request("Both", QUEUE.formatted("both", 1)));
        both.put("UsePreviousTemplate", "true");
        assertThat(call("CreateChangeSet", both))
                .contains("You cannot specify both usePreviousTemplate and Template Body/Template URL.");
    }

    @Test
    void aNameThatATemplateGivesIsTheOnlyOneOfItsKind() {
        String named = """
                {"Resources": {
                  "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "named"}},
                  "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "named"}},
                  "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "named"}},
                  "Friends": {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "named",
                    "Action": "events:PutEvents", "Principal": "*"}},
                  "Rule": {"Type": "AWS::Events::Rule", "Properties": {"Name": "named", "EventPattern": {"source": ["a"]}}},
                  "Archive": {"Type": "AWS::Events::Archive", "Properties": {"ArchiveName": "named",
                    "SourceArn": "arn:aws:events:us-east-1:000000000000:event-bus/default"}},
                  "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "named",
                    "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}},
                  "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "named"}},
                  "Policy": {"Type": "AWS::Logs::ResourcePolicy", "Properties": {"PolicyName": "named", "PolicyDocument":
                    "{\\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Action\\": \\"logs:PutLogEvents\\", \\"Resource\\": \\"*\\", \
                     \\"Principal\\": {\\"Service\\": \\"events.amazonaws.com\\"}}}"}},
                  "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "named", "AssumeRolePolicyDocument":
                    {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                     "Principal": {"Service": "lambda.amazonaws.com"}}}}},
                  "Managed": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"ManagedPolicyName": "named",
                    "PolicyDocument": {"Version": "2012-10-17",
                     "Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}}}}}}""";
        deploy("Named", named);

        call("CreateChangeSet", request("Again", named));
        String events = call("DescribeEvents", Map.of("StackName", "Again", "ChangeSetName", "c"));
        assertThat(events.split("named already exists in stack ", -1)).hasSize(12);
        account.resourceTypes().properties().forEach((type, properties) -> {
            if (!properties.names(Member::names).isEmpty() && !type.equals("AWS::Lambda::Function")) {
                assertThat(named).contains("\"" + type + "\"");
            }
        });
    }

    private static Map<String, String> request(String stack, String template) {
        return Map.of(
                "StackName", stack,
                "ChangeSetName", "c",
                "ChangeSetType", "CREATE",
                "Capabilities.member.1", "CAPABILITY_NAMED_IAM",
                "TemplateBody", template);
    }

    private static void deploy(String stack, String template) {
        call("CreateChangeSet", request(stack, template));
        call("ExecuteChangeSet", Map.of("StackName", stack, "ChangeSetName", "c"));
        for (int i = 0; i < 1000 && describe(stack, "c").contains("EXECUTE_IN_PROGRESS"); i++) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(describe(stack, "c")).contains("<ExecutionStatus>EXECUTE_COMPLETE</ExecutionStatus>");
    }

    /** Tools that wait for a stack read its outputs next. */
    @Test
    void whoSeesThatAStackIsCompleteSeesItsOutputs() {
        for (int i = 0; i < 100; i++) {
            String stack = "Raced" + i;
            call("CreateChangeSet", request(stack, QUEUE.formatted("raced" + i, 3)));
            call("ExecuteChangeSet", Map.of("StackName", stack, "ChangeSetName", "c"));
            String seen = "";
            while (!seen.contains("<StackStatus>CREATE_COMPLETE")) {
                seen = call("DescribeStacks", Map.of("StackName", stack));
            }
            assertThat(seen).as(stack).contains("<OutputValue>3</OutputValue>");
        }
    }

    @Test
    void propertyValuesAreShownToThoseWhoAskForThem() {
        create("Values", "c", "CREATE", QUEUE.formatted("values", 3));
        assertThat(call(
                        "DescribeChangeSet",
                        Map.of("StackName", "Values", "ChangeSetName", "c", "IncludePropertyValues", "true")))
                .contains("<AfterContext>{&quot;Properties&quot;:{&quot;QueueName&quot;:&quot;values&quot;,");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html">ListChangeSets</a> */
    @Test
    void theChangeSetsThatWaitAreListed() {
        create("Listed", "one", "CREATE", QUEUE.formatted("listed", 3));
        create("Listed", "two", "CREATE", QUEUE.formatted("listed", 4));
        assertThat(call("ListChangeSets", Map.of("StackName", "Listed")))
                .containsSubsequence("<Summaries>", "Name>one<", "<Status>CREATE_COMPLETE<", "Name>two<");
        assertThat(call("ListChangeSets", Map.of("StackName", "No"))).contains("Stack [No] does not exist");
    }

    @Test
    void rolesHaveToBeAcknowledged() {
        assertThat(create("Roles", "c", "CREATE", ROLE.formatted("")))
                .contains("<Code>InsufficientCapabilitiesException</Code>", "Requires capabilities : [CAPABILITY_IAM]");
        assertThat(create("Roles", "c", "CREATE", ROLE.formatted("\"RoleName\": \"r\",")))
                .contains("Requires capabilities : [CAPABILITY_NAMED_IAM]");
        assertThat(call("CreateChangeSet", request("Roles", ROLE.formatted(""))))
                .contains("<StackId>");
    }

    @Test
    void whatIsNotThereIsSaidInCloudFormationsWords() {
        assertThat(create("Nope", "c", "UPDATE", QUEUE.formatted("nope", 1)))
                .contains("<Code>ValidationError</Code>", "Stack [Nope] does not exist");
        assertThat(describe("Nope", "c")).contains("Stack [Nope] does not exist");
        assertThat(call("DescribeChangeSet", Map.of("ChangeSetName", "c")))
                .contains("StackName must be specified if ChangeSetName is not specified as an ARN.");
        assertThat(create("*@a", "c", "CREATE", QUEUE.formatted("nope", 1)))
                .contains("1 validation error detected: Value &apos;*@a&apos; at &apos;stackName&apos;"
                        .replace("&apos;", "'"));
        assertThat(call(
                        "CreateChangeSet",
                        Map.of("StackName", "S", "ChangeSetName", "c", "ResourceTypes.member.1", "x")))
                .contains("<Code>NotImplemented</Code>", "the parameter ResourceTypes");
    }
}
