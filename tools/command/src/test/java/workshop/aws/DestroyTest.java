package workshop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.terminal.Question;
import workshop.terminal.Terminal;

class DestroyTest {
    private static final String TEMPLATE = """
            {"Resources": {
              "Park": {"Type": "AWS::SQS::Queue", "Properties": {}},
              "Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/lamp"}},
              "Lamps": {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": "%s", "Properties": {
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}}}}""";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path project;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Account account = Account.open(Options.defaults().withPort(0));
    private final Map<String, String> environment = Map.of("AWS_ENDPOINT_URL", account.endpoint());
    private final AccountAccess access = AccountAccess.of(environment);
    private final CloudFormationClient cloudFormation = access.client(CloudFormationClient.builder());

    @BeforeEach
    void aProject() throws IOException {
        Files.writeString(project.resolve("cdk.json"), "{}");
        Files.writeString(project.resolve("pom.xml"), "<project/>");
    }

    @AfterEach
    void close() {
        cloudFormation.close();
        account.close();
    }

    @Test
    void whereThereIsNoStackThereIsNothingToDestroy() {
        assertThat(destroy(question -> true)).isZero();
        assertThat(said()).contains("There is no stack TodoEvents in the local cloud", "nothing to destroy");
    }

    @Test
    void asksFirstAndTakesNoForAnAnswer() {
        deploy("Delete");
        String[] asked = new String[1];
        int exit = destroy(question -> {
            asked[0] = question;
            return false;
        });
        assertThat(exit).isZero();
        assertThat(asked[0]).startsWith("Destroy TodoEvents, its 3 resources and all data in them, in the local cloud");
        assertThat(StackRemains.of(access, "TodoEvents")).isPresent();
    }

    @Test
    void whatIsDestroyedHasNothingLeft() {
        StackRemains remains = deploy("Delete");
        delete(remains);
        assertThat(remains.left()).isEmpty();
    }

    @Test
    void whatIsThereIsNamed() {
        assertThat(deploy("Delete").left())
                .anyMatch(left -> left.equals("the stack TodoEvents, CREATE_COMPLETE"))
                .anyMatch(left -> left.startsWith("the table TodoEvents-Lamps"))
                .anyMatch(left -> left.startsWith("the queue http://"))
                .anyMatch(left -> left.equals("the log group /lamp"));
    }

    @Test
    void whatTheTemplateRetainsIsNamed() {
        StackRemains remains = deploy("Retain");
        delete(remains);
        assertThat(remains.left()).singleElement().asString().startsWith("the table TodoEvents-Lamps");
    }

    @Test
    void whatHasTheStacksNameIsNamedWhoeverMadeIt() {
        StackRemains remains = deploy("Delete");
        delete(remains);
        try (EventBridgeClient events = access.client(EventBridgeClient.builder());
                CloudWatchLogsClient logs = access.client(CloudWatchLogsClient.builder())) {
            for (String name : List.of("TodoEvents", "TodoEvents-ada")) {
                events.createEventBus(create -> create.name(name));
                logs.createLogGroup(create -> create.logGroupName("/" + name + "/StreamPublisher"));
            }
        }
        assertThat(remains.left()).containsExactly("the log group /TodoEvents/StreamPublisher", "the bus TodoEvents");
    }

    @Test
    void whatHasOnlyTheNameOfSomethingElseOfTheStackIsNotNamed() {
        StackRemains remains = deploy("Delete");
        delete(remains);
        String table = remains.resources().stream()
                .filter(resource -> resource.resourceType().equals("AWS::DynamoDB::Table"))
                .map(StackResourceSummary::physicalResourceId)
                .findFirst()
                .orElseThrow();
        try (CloudWatchLogsClient logs = access.client(CloudWatchLogsClient.builder())) {
            logs.createLogGroup(create -> create.logGroupName(table));
        }
        assertThat(remains.left()).isEmpty();
    }

    private StackRemains deploy(String deletionPolicy) {
        cloudFormation.createChangeSet(change -> change.stackName("TodoEvents")
                .changeSetName("first")
                .changeSetType(ChangeSetType.CREATE)
                .templateBody(TEMPLATE.formatted(deletionPolicy)));
        cloudFormation.executeChangeSet(
                execute -> execute.stackName("TodoEvents").changeSetName("first"));
        await("TodoEvents", StackStatus.CREATE_COMPLETE);
        return StackRemains.of(access, "TodoEvents").orElseThrow();
    }

    private void delete(StackRemains remains) {
        cloudFormation.deleteStack(delete -> delete.stackName("TodoEvents"));
        await(remains.id(), StackStatus.DELETE_COMPLETE);
    }

    private void await(String stack, StackStatus wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        StackStatus status = null;
        while (status != wanted) {
            assertThat(System.nanoTime()).as("%s is %s", stack, status).isLessThan(end);
            status = cloudFormation
                    .describeStacks(describe -> describe.stackName(stack))
                    .stacks()
                    .get(0)
                    .stackStatus();
        }
    }

    private int destroy(Question question) {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new CommandLine(new Destroy(environment, new Terminal(stream, stream, false, ""), question))
                .execute(project.toString());
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
