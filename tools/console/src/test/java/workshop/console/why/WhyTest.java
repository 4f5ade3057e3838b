package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.trace.Hop;
import workshop.console.Things;
import workshop.console.journey.Journey;

/** Each in a stack that has that mistake. */
class WhyTest {
    private static final String ANY_STREAM =
            "'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream',"
                    + " 'dynamodb:ListStreams', 'sqs:SendMessage'";

    @TempDir
    private Path folder;

    @AutoClose
    private Things things;

    private List<Answer> why(Things stack) {
        return why(stack, "POST", "a-thing");
    }

    private List<Answer> why(Things stack, String method, String id) {
        things = stack.deploy(folder);
        Journey journey = things.journey(method, id);
        return new Why(things.account(), things.journeys(), folder).of(journey);
    }

    private static String text(List<Answer> answers) {
        return answers.stream().flatMap(answer -> answer.lines().stream()).collect(Collectors.joining("\n"));
    }

    private String takeAway() {
        return "Fix: Take the fault away: curl -X DELETE " + things.account().endpoint() + "/_local/faults";
    }

    private String lookIntoLog(String group) {
        return "Look into its log: curl -s \"" + things.account().endpoint() + "/_console/log?group=" + group + "\"";
    }

    @Test
    void aRuleThatDoesNotMatchIsComparedFieldByFieldAndItsLineIsNamed() throws Exception {
        Path java = Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(
                java.resolve("Bus.java"),
                "import software.amazon.awscdk.Stack; class Bus {\n  Rule rule = new Rule(this, \"Rule\");\n}\n");
        List<Answer> answers = why(new Things()
                .rule("['Things']", ", 'detail-type': ['INSERT']")
                .put(
                        "Far",
                        "AWS::Events::Rule",
                        "{'EventBusName': {'Ref': 'Bus'}, 'EventPattern': {'source': ['x'], 'detail-type': ['y']}}"));
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).end()).isEqualTo("None of the 2 rules of the bus things matches this event.");
        assertThat(answers.get(0).facts().get(0))
                .isEqualTo(
                        "rule Rule: source: wanted [\"Things\"], got \"things\"; they differ in upper and lower case, or in spaces");
        assertThat(answers.get(0).facts()).contains("rule Far: detail-type: wanted [\"y\"], got \"INSERT\"");
        assertThat(answers.get(0).fix()).contains("source must match \"things\"");
        assertThat(answers.get(0).line()).isEqualTo("Bus.java:2");
    }

    @Test
    void aRuleOnAnotherBusThatWouldMatchIsNamed() {
        List<Answer> answers = why(
                new Things()
                        .put(
                                "Rule",
                                "AWS::Events::Rule",
                                "{'Name': 'changed', 'EventPattern': {'source': ['things']}, 'Targets': [{'Id': 'h', 'Arn': {'Fn::GetAtt': ['Handler', 'Arn']}}]}"));
        assertThat(text(answers))
                .contains(
                        "The bus things has no rule.",
                        "rule Rule matches, but it is on the bus default",
                        "Give rule Rule the bus things");
    }

    @Test
    void aCallThatIsRefusedIsToldWithTheNearestStatementAndTheLineThatGrantsIt() {
        List<Answer> answers = why(new Things()
                .function(
                        "Publisher",
                        Things.allow(ANY_STREAM, "'*'") + ", "
                                + Things.allow(
                                        "'events:PutEvents'",
                                        "'arn:aws:events:us-east-1:000000000000:event-bus/thing'"),
                        ""));
        assertThat(answers.get(0).end()).isEqualTo("Publisher may not call events:PutEvents on Bus.");
        assertThat(text(answers))
                .contains(
                        "a statement allows events:PutEvents on \"arn:aws:events:us-east-1:000000000000:event-bus/thing\", not on this resource",
                        "Fix: Allow events:PutEvents in the role of Publisher, such as with bus.grantPutEventsTo(function);");
        // Where one construct makes both, the function is what people look at; else the later layer, which has the
        // resource.
        assertThat(answers.get(0).construct()).isEqualTo("Test/Publisher/Resource");
    }

    @Test
    void anotherActionsPrefixAndAnActionThatAFaultTakesAwayAreTold() {
        List<Answer> answers = why(new Things()
                .function(
                        "Handler",
                        Things.allow("'dynamodb:PutItem', 'sqs:SendMessage'", "'*'") + ", "
                                + Things.allow("'ses:Publish'", Things.topic()),
                        ""));
        assertThat(text(answers))
                .contains(
                        "a statement allows ses:Publish; the action is sns:Publish",
                        "in the role of Handler, such as with topic.grantPublish(function);");
        Fault revoked = new Fault("events:PutEvents", Effect.DENY, "", 1, 0);
        things.account().faults().add(revoked);
        Journey journey = things.journey("POST", "revoked");
        Why why = new Why(things.account(), things.journeys(), folder);
        assertThat(text(why.of(journey)))
                .contains("its role allows that, but a fault that is set denies it: events:PutEvents deny", takeAway());
        things.account().faults().remove(revoked.name());
        things.account().faults().add(new Fault("events:PutEvents", Effect.PARTIAL, "", 1, 0));
        assertThat(text(why.of(journey)))
                .contains("its role allows that now", "Make such a change again.")
                .doesNotContain("a fault");
    }

    @Test
    void anEntryWithoutABusIsToldApartFromAGrantThatIsMissing() {
        List<Answer> answers = why(new Things()
                .function(
                        "Publisher",
                        Things.allow(ANY_STREAM, "'*'") + ", " + Things.allow("'events:PutEvents'", Things.bus()),
                        ", 'Environment': {'Variables': {'BUS': 'default'}}"));
        assertThat(text(answers))
                .contains(
                        "Publisher may not call events:PutEvents on the default bus, where an entry goes that names no bus.",
                        "Fix: Give the function the name of the event bus things: .addEnvironment(…)")
                .doesNotContain("grantPutEventsTo");
        assertThat(answers.get(0).construct()).isEqualTo("Test/Bus/Resource");
    }

    @Test
    void theNameOfAResourceThatIsNotThereIsToldApartFromAGrantThatIsMissing() {
        List<Answer> answers = why(new Things()
                .function(
                        "Publisher",
                        Things.allow(ANY_STREAM, "'*'") + ", " + Things.allow("'events:PutEvents'", Things.bus()),
                        ", 'Environment': {'Variables': {'BUS': 'thing'}}"));
        assertThat(text(answers))
                .contains(
                        "Publisher may not call events:PutEvents on thing",
                        "\"thing\" is not in the stack; \"things\" is",
                        "Fix: Give the function the name of the event bus things: .addEnvironment(…)",
                        "./workshop redrive --port "
                                + URI.create(things.account().endpoint()).getPort())
                .doesNotContain("grantPutEventsTo");
        assertThat(answers.get(0).construct()).isEqualTo("Test/Bus/Resource");
    }

    @Test
    void aRuleWithoutATargetIsTold() {
        List<Answer> answers = why(new Things()
                .put(
                        "Rule",
                        "AWS::Events::Rule",
                        "{'EventBusName': {'Ref': 'Bus'}, 'EventPattern': {'source': ['things']}}"));
        assertThat(text(answers)).contains("Rule Rule matches this event, and has no target.", ".targets(List.of(…))");
        assertThat(answers.get(0).construct()).isEqualTo("Test/Rule/Resource");
    }

    @Test
    void whereAFunctionMayOnlyParkWhatItFailedOnAChangeEndsThere() {
        String only = Things.allow(ANY_STREAM.replace(", 'sqs:SendMessage'", ""), "'*'") + ", "
                + Things.allow("'sqs:SendMessage'", "{'Fn::GetAtt': ['Parked', 'Arn']}");
        assertThat(why(new Things().function("Publisher", only, ""), "POST", "ignored"))
                .isEmpty();
    }

    @Test
    void whereAnIdIsNotWrittenTheLineThatMakesItIsNamedOrWhatIsAroundIt() throws Exception {
        things = new Things().deploy(folder);
        Path java = Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(
                java.resolve("TodoBus.java"),
                "import software.amazon.awscdk.Stack; class TodoBus {\n  super(scope, \"Bus\");\n  new Rule(this, type);\n}\n");
        Files.writeString(java.resolve("TodoEvent.java"), "class TodoEvent { String TYPE = \"TodoCreated\"; }");
        assertThat(new Sources(folder).line("TodoEvents/Bus/TodoCreated/Resource", "AWS::Events::Rule"))
                .isEqualTo("TodoBus.java:3");
        assertThat(new Sources(folder).line("TodoEvents/Bus/TodoCreated/Resource", "AWS::Logs::LogGroup"))
                .isEqualTo("TodoBus.java:2");
        assertThat(new Sources(folder).line("TodoEvents/Api/Resource", "")).isEmpty();
    }

    @Test
    void aTargetThatMayNotBeCalledIsToldWithThePermissionThatIsThere() {
        List<Answer> answers = why(
                new Things()
                        .put(
                                "Permission",
                                "AWS::Lambda::Permission",
                                "{'FunctionName': {'Ref': 'Handler'}, 'Action': 'lambda:InvokeFunction', 'Principal': 's3.amazonaws.com'}"));
        assertThat(text(answers))
                .contains(
                        "Rule could not deliver to Handler: AccessDenied",
                        "a permission lets s3.amazonaws.com call it, not arn:aws:events",
                        "Add Handler as a target with new LambdaFunction(…)");
        assertThat(answers.get(0).construct()).isEqualTo("Test/Handler/Resource");
    }

    @Test
    void aMappingsFilterIsComparedFieldByField() {
        String pattern = "{\\'dynamodb\\': {\\'NewImage\\': {\\'done\\': {\\'BOOL\\': [\\'false\\']}}}}";
        List<Answer> answers =
                why(new Things().mapping(", 'FilterCriteria': {'Filters': [{'Pattern': '" + pattern + "'}]}"));
        assertThat(text(answers))
                .contains(
                        "keeps this record from Publisher",
                        "dynamodb.NewImage.done.BOOL: wanted [\"false\"], got false; \"false\" is not false");
    }

    @Test
    void aSubscriptionsFilterLooksAtAttributes() {
        List<Answer> answers = why(new Things()
                .put("Inbox", "AWS::SQS::Queue", "{'QueueName': 'Inbox'}")
                .put(
                        "Subscription",
                        "AWS::SNS::Subscription",
                        "{'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'sqs', 'Endpoint': {'Fn::GetAtt': ['Inbox', 'Arn']},"
                                + " 'FilterPolicy': {'kind': ['urgent']}}"));
        assertThat(text(answers))
                .contains("it looks at the message's attributes", "kind: wanted [\"urgent\"], got nothing");
    }

    @Test
    void aFunctionThatFailsIsToldWithItsErrorItsPlaceItsTryAndTheQueueWhereItIsParked() {
        List<Answer> answers = why(new Things(), "POST", "unhandled");
        assertThat(text(answers))
                .contains(
                        "Handler failed.",
                        "IllegalStateException: Nobody handles this (Actor.java:",
                        "that was the last try",
                        "Fix: See where it was thrown.\n  Where: Actor.java:",
                        "It is parked in the queue Parked, where Handler leaves what fails.",
                        "./workshop redrive");
    }

    @Test
    void aFunctionThatHangsIsToldApart() {
        things = new Things()
                .function("Handler", Things.allow("'sqs:SendMessage'", "'*'"), ", 'Timeout': 1")
                .deploy(folder);
        things.account().faults().add(new Fault("lambda:Invoke", Effect.TIMEOUT, "Handler", 1, 0));
        Journey journey = things.journey("POST", "hangs");
        Why why = new Why(things.account(), things.journeys(), folder);
        assertThat(text(why.of(journey)))
                .contains(
                        "Handler failed.",
                        "Task timed out after 1.00 seconds",
                        "a fault that is set makes it do that: lambda:Invoke timeout Handler",
                        takeAway());
        things.account().faults().clear();
        assertThat(text(why.of(journey)))
                .contains("Fix: Find what it waits for")
                .contains(".timeout(…)");
    }

    @Test
    void aFunctionThatCrashesIsToldApart() throws Exception {
        Path java = Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(java.resolve("App.java"), "import software.amazon.awscdk.*; // \"Handler\"");
        things = new Things().deploy(folder);
        things.account().faults().add(new Fault("lambda:Invoke", Effect.CRASH, "Handler", 1, 0));
        Journey journey = things.journey("POST", "crashes");
        Why why = new Why(things.account(), things.journeys(), folder);
        assertThat(text(why.of(journey)))
                .contains(
                        "Handler crashed: its process ended before it answered (signal: killed)",
                        "a fault that is set makes it do that: lambda:Invoke crash Handler",
                        takeAway() + "\n")
                .doesNotContain("ExitError", "App.java");
        things.account().faults().clear();
        assertThat(text(why.of(journey)))
                .contains("Fix: " + lookIntoLog("/aws/lambda/Handler"))
                .doesNotContain("a fault");
    }

    @Test
    void aFunctionThatRunsOutOfMemoryIsToldApart() {
        assertThat(text(why(new Things(), "POST", "hungry")))
                .contains("Handler failed.", "OutOfMemoryError: Java heap space (Actor.java:", ".memorySize(…)");
        Journey left = things.journey("POST", "leaves");
        assertThat(text(new Why(things.account(), things.journeys(), folder).of(left)))
                .contains(
                        "Handler crashed", "(exit status 3)", "Does its code call System.exit? Look into its log: curl")
                .doesNotContain("memory");
    }

    @Test
    void aHandlerThatIsNotInTheCodeIsNamed() {
        String noSuch = ", 'Handler': 'no.such.Handler'"; // the later of two is taken
        assertThat(text(why(new Things().function("Handler", Things.allow("'sqs:SendMessage'", "'*'"), noSuch))))
                .contains("Class not found: no.such.Handler", "Fix: Name a handler that its code has: .handler(…)");
    }

    @Test
    void aBatchThatIsTriedAgainSaysWhichRecordFailsAndWhatWaits() {
        things = new Things().mapping(", 'MaximumRetryAttempts': 1000").deploy(folder);
        things.change("POST", "poison-1");
        things.change("POST", "after-it");
        awaitHop(hop -> hop.kind().equals("lambda:Retry"));
        Why why = new Why(things.account(), things.journeys(), folder);
        // Between a try that failed and the word of the next one, nobody knows that there is one.
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(text(why.of(
                                things.journeys().containing("poison-1", 1).get(0))))
                        .contains(
                                "Publisher failed.",
                                "IllegalStateException: The record poison-1 can't be read (Actor.java:",
                                "of 1001 comes",
                                "{\"id\":{\"S\":\"poison-1\"}}"));
    }

    @Test
    void aRecordThatTheFunctionReportsAsFailedIsToldWithTheFunctionsLog() {
        String text = text(why(
                new Things().mapping(", 'FunctionResponseTypes': ['ReportBatchItemFailures']"), "POST", "reported"));
        assertThat(text)
                .contains(
                        "Publisher failed.",
                        "it reported this record in batchItemFailures",
                        "| This one can't be read",
                        "Fix: " + lookIntoLog("/aws/lambda/Publisher") + "\n",
                        "It is parked in the queue Parked, where the event source mapping of Publisher leaves what fails.",
                        "send it again within 24 hours of the change, before the stream forgets it: ./workshop redrive");
    }

    private void awaitHop(Predicate<Hop> wanted) {
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> things.account().trace().hops(0, "").stream().anyMatch(wanted));
    }

    @Test
    void anEmailThatIsNotConfirmedIsToldWithTheLink() {
        List<Answer> answers = why(new Things());
        assertThat(text(answers))
                .contains(
                        "you@example.com has not confirmed the subscription",
                        "the link to confirm it: http://127.0.0.1:");
    }

    @Test
    void aTopicWithoutASubscriptionAsksForTheAddress() {
        List<Answer> answers = why(new Things().without("Subscription"));
        assertThat(text(answers))
                .contains("The topic Topic has no subscription", "-c notificationEmail=you@example.com");
    }

    @Test
    void aTableWithoutAStreamIsTold() {
        List<Answer> answers = why(new Things().table("Things", "").without("Mapping"));
        assertThat(text(answers)).contains("that table has no stream", ".stream(StreamViewType.NEW_AND_OLD_IMAGES)");
    }

    @Test
    void aStreamThatNobodyReadsAndAMappingThatIsDisabledAreTold() {
        List<Answer> answers = why(new Things().mapping(", 'Enabled': false"));
        assertThat(text(answers))
                .contains("Publisher has not got its record", "the mapping is disabled", ".enabled(true)");
        assertThat(answers.get(0).construct()).isEqualTo("Test/Mapping/Resource");
    }

    @Test
    void aStreamWithoutAMappingIsTold() {
        List<Answer> answers = why(new Things().without("Mapping"));
        assertThat(text(answers)).contains("whose stream no function reads", "new DynamoEventSource(…)");
    }

    @Test
    void aBusThatIsNotThereIsTold() {
        List<Answer> answers = why(new Things()
                .function(
                        "Publisher",
                        Things.allow(ANY_STREAM, "'*'") + ", " + Things.allow("'events:PutEvents'", "'*'"),
                        ", 'Environment': {'Variables': {'BUS': 'thing'}}"));
        assertThat(text(answers)).contains("event-bus/thing does not exist", "there is the bus things");
    }
}
