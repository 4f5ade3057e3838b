package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Arn;

class EventsApiTest {
    private static final String EXISTS = "ResourceAlreadyExistsException";

    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    @Test
    void busesAreMadeListedAndDeletedAndTheDefaultOneStays() {
        aws.call("CreateEventBus", "{'Name': 'todo'}");

        assertThat(aws.call("ListEventBuses", "{}").path("EventBuses"))
                .extracting(bus -> bus.path("Name").asText())
                .containsExactly("default", "todo");
        assertThat(aws.call("DescribeEventBus", "{'Name': 'todo'}").path("Arn").asText())
                .isEqualTo("arn:aws:events:us-east-1:000000000000:event-bus/todo");
        assertThat(aws.call("DescribeEventBus", "{'Name': 'todo'}")
                        .path("CreationTime")
                        .isDouble())
                .as("to the millisecond, as Cloud Custodian recorded it on AWS: test_cwe_bus_xaccount")
                .isTrue();
        assertThatThrownBy(() -> aws.call("DeleteEventBus", "{'Name': 'default'}"))
                .hasMessageContaining("Cannot delete event bus default");
        aws.call("DeleteEventBus", "{'Name': 'todo'}");
        assertThatThrownBy(() -> aws.call("DescribeEventBus", "{'Name': 'todo'}"))
                .hasMessage("Event bus todo does not exist.");
    }

    @Test
    void aRuleIsOfItsBusOnlyAndADisabledOneMatchesNothing() {
        aws.call("CreateEventBus", "{'Name': 'todo'}");
        aws.rule("default-rule", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("default")));
        aws.call("PutRule", "{'Name': 'r', 'EventBusName': 'todo', 'EventPattern': '{\\'detail-type\\': [\\'A\\']}'}");
        aws.call(
                "PutTargets",
                "{'Rule': 'r', 'EventBusName': 'todo', 'Targets': [{'Id': 'q', 'Arn': '%s'}]}"
                        .formatted(aws.queue("todo")));

        aws.put(entry("A", "{}").put("EventBusName", "todo"));
        await("delivery").until(aws.eventBridge::isQuiet);
        aws.call("DisableRule", "{'Name': 'r', 'EventBusName': 'todo'}");
        aws.put(entry("A", "{}").put("EventBusName", Arn.inRegion("events", "event-bus/todo")));
        await("delivery").until(aws.eventBridge::isQuiet);

        assertThat(aws.received(aws.queue("default"))).isEmpty();
        assertThat(aws.received(aws.queue("todo"))).hasSize(1);
        JsonNode rule = aws.call("DescribeRule", "{'Name': 'r', 'EventBusName': 'todo'}");
        assertThat(rule.path("State").asText()).isEqualTo("DISABLED");
        assertThat(rule.path("Arn").asText()).isEqualTo("arn:aws:events:us-east-1:000000000000:rule/todo/r");
    }

    /** @see <a href="https://github.com/hashicorp/terraform-provider-aws/issues/22131">In AWS's words</a> */
    @Test
    void aBusWithARuleStays() {
        aws.call("CreateEventBus", "{'Name': 'todo'}");
        aws.call("PutRule", "{'Name': 'r', 'EventBusName': 'todo', 'EventPattern': '{\\'source\\': [\\'s\\']}'}");
        assertThatThrownBy(() -> aws.call("DeleteEventBus", "{'Name': 'todo'}"))
                .hasMessage("EventBus can't be deleted since it has rules.");
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html">UpdateEventBus</a> */
    @Test
    void aBusThatIsUpdatedKeepsItsRulesAndIsDescribedAnew() {
        aws.call("CreateEventBus", "{'Name': 'todo', 'Description': 'old'}");
        aws.call("PutRule", "{'Name': 'r', 'EventBusName': 'todo', 'EventPattern': '{\\'source\\': [\\'s\\']}'}");

        assertThat(aws.call("UpdateEventBus", "{'Name': 'todo', 'Description': 'new'}")
                        .path("Description")
                        .asText())
                .isEqualTo("new");
        assertThat(aws.call("DescribeEventBus", "{'Name': 'todo'}")
                        .path("Description")
                        .asText())
                .isEqualTo("new");
        assertThat(aws.call("ListRules", "{'EventBusName': 'todo'}").path("Rules"))
                .hasSize(1);
        assertThatThrownBy(() -> aws.call("UpdateEventBus", "{'Name': 'gone', 'Description': 'new'}"))
                .hasMessage("Event bus gone does not exist.");
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html">ListRuleNamesByTarget</a> */
    @Test
    void theRulesOfATargetAreListed() {
        String target = "{'Id': 'q', 'Arn': '%s'}";
        aws.rule("one", "A", target.formatted(aws.queue("asked")));
        aws.rule("two", "A", target.formatted(aws.queue("other")));
        aws.rule("three", "B", target.formatted(aws.queue("asked")));

        assertThat(aws.call("ListRuleNamesByTarget", "{'TargetArn': '%s'}".formatted(aws.queue("asked")))
                        .path("RuleNames"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("one", "three");
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html">State</a> */
    @Test
    void aRuleHasTheStateThatItWasGiven() {
        String state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
        aws.call("PutRule", ("{'Name': 'r', 'State': '" + state + "', 'EventPattern': '{\\'source\\': [\\'s\\']}'}"));
        assertThat(aws.call("DescribeRule", "{'Name': 'r'}").path("State").asText())
                .isEqualTo(state);
        aws.call("EnableRule", "{'Name': 'r'}");
        assertThat(aws.call("ListRules", "{}").at("/Rules/0/State").asText()).isEqualTo("ENABLED");
    }

    @Test
    void aRuleKeepsItsTargetsWhenItIsPutAgainAndGoesOnlyWithoutThem() {
        aws.rule("r", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));
        aws.call("PutRule", "{'Name': 'r', 'Description': 'new', 'EventPattern': '{\\'source\\': [\\'s\\']}'}");

        assertThat(aws.call("ListTargetsByRule", "{'Rule': 'r'}")
                        .at("/Targets/0/Arn")
                        .asText())
                .isEqualTo(aws.queue("q"));
        assertThatThrownBy(() -> aws.call("DeleteRule", "{'Name': 'r'}"))
                .hasMessage("Rule can't be deleted since it has targets.");
        aws.call("RemoveTargets", "{'Rule': 'r', 'Ids': ['q']}");
        aws.call("DeleteRule", "{'Name': 'r'}");
        assertThat(aws.call("ListRules", "{}").path("Rules")).isEmpty();
    }

    @Test
    void aPatternIsTestedAndAnInvalidOneRefusedWithEventRulersReason() {
        String event = """
                {'Event': '{\\"id\\": \\"1\\", \\"account\\": \\"0\\", \\"source\\": \\"s\\", \\"time\\": \\"t\\", \\"region\\": \\"r\\", \\"resources\\": [], \\"detail-type\\": \\"A\\"}', 'EventPattern': '{\\"source\\": [{\\"prefix\\": \\"%s\\"}]}'}""";

        assertThat(aws.call("TestEventPattern", event.formatted("s"))
                        .path("Result")
                        .asBoolean())
                .isTrue();
        assertThat(aws.call("TestEventPattern", event.formatted("x"))
                        .path("Result")
                        .asBoolean())
                .isFalse();
        assertThatThrownBy(() -> aws.call("PutRule", "{'Name': 'r', 'EventPattern': '{\\\"source\\\": \\\"s\\\"}'}"))
                .hasMessageStartingWith("Event pattern is not valid. Reason: ")
                .hasMessageContaining("source");
    }

    @Test
    void aScheduleIsAnErrorThatSaysItIsNotHere() {
        assertThatThrownBy(() -> aws.call("PutRule", "{'Name': 'r', 'ScheduleExpression': 'rate(1 minute)'}"))
                .hasMessageContaining("ScheduleExpression");
    }

    @Test
    void anEventWithoutResourcesIsTestedAndWhatIsNoEventIsNot() {
        String event = "{\\'id\\':\\'1\\',\\'account\\':\\'0\\',\\'source\\':\\'s\\',\\'time\\':\\'t\\',"
                + "\\'region\\':\\'r\\',\\'detail-type\\':\\'A\\'}";
        String test = "{'EventPattern': '{\\'source\\': [\\'s\\']}', 'Event': '%s'}";

        assertThat(aws.call("TestEventPattern", test.formatted(event))
                        .path("Result")
                        .asBoolean())
                .isTrue();
        for (String noEvent : List.of("text", "[]", "{}", "{\\'id\\':")) {
            assertThatThrownBy(() -> aws.call("TestEventPattern", test.formatted(noEvent)))
                    .hasMessage("Parameter Event is not valid.");
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html">PutRule</a> */
    @Test
    void anInvalidPatternIsRefusedWithWhereTheParserStood() {
        assertThatThrownBy(() -> aws.call(
                        "PutRule",
                        "{'Name': 'r', 'EventPattern': '{\\'detail\\': {\\'c-count\\': [{\\'numeric\\': 10}]}}'}"))
                .hasMessage(
                        "Event pattern is not valid. Reason: Value of numeric must be an array.\n at [Source: (String)"
                                + "\"{\"detail\": {\"c-count\": [{\"numeric\": 10}]}}\"; line: 1, column: 39]");
    }

    /** Event Ruler reads no further than the object. What AWS says is not known. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TestEventPattern | , 'Event': '{}'",
                "PutRule | , 'Name': 'r'",
                "UpdateArchive | , 'ArchiveName': 'a'"
            })
    void aPatternIsNothingButAnObject(String call) {
        String archive =
                "{'ArchiveName': 'a', 'EventSourceArn': 'arn:aws:events:us-east-1:000000000000:event-bus/default'}";
        aws.call("CreateArchive", archive);
        String event = "{\\'id\\':\\'1\\',\\'account\\':\\'1\\',\\'source\\':\\'s\\',\\'time\\':\\'t\\',"
                + "\\'region\\':\\'r\\',\\'detail-type\\':\\'A\\'}";
        String pattern = "{'EventPattern': '{\\'source\\': [\\'s\\']} more'%s}";
        String[] named = call.split(" \\| ");
        assertThatThrownBy(() -> aws.call(named[0], pattern.formatted(named[1].replace("{}", event))))
                .hasMessageStartingWith("Event pattern is not valid. Reason: Unrecognized token 'more'");
        assertThatThrownBy(() ->
                        aws.call(named[0], pattern.replace("more", "{}").formatted(named[1].replace("{}", event))))
                .hasMessage("Event pattern is not valid. Reason: text follows the object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefix", "suffix", "wildcard", "equals-ignore-case"})
    void anythingButAnEmptyListIsRefusedInTheWordsForEmptyLists(String operator) {
        String pattern = "{'Name': 'r', 'EventPattern': '{\\'a\\': [{\\'anything-but\\': {\\'%s\\': []}}]}'}";
        assertThatThrownBy(() -> aws.call("PutRule", pattern.formatted(operator)))
                .hasMessage("Event pattern is not valid. Reason: Empty arrays are not allowed");
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching">Wildcards</a> */
    @Test
    void aPatternWithTooManyWildcardsIsRefused() {
        String pattern = "{'Name': 'r', 'EventPattern': '{\\'a\\': [{\\'wildcard\\': \\'%s\\'}]}'}";

        assertThatThrownBy(() -> aws.call("PutRule", pattern.formatted("*:*:*:*:*:event-bus/*")))
                .hasMessage("Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard"
                        + " characters or fewer repeating character sequences after a wildcard character");
        aws.call("PutRule", pattern.formatted("/Users/*/dir/dir/dir/dir/dir/doc.txt"));
        aws.call(
                "PutRule",
                pattern.formatted(
                        "*:stack/A/*\\'}, {\\'wildcard\\': \\'*:stack/B/*\\'}, {\\'wildcard\\': \\'*:stack/C/*"));
    }

    @ParameterizedTest
    @CsvSource({"dir/post/dir, true", "dir/init/dir, false", "a/dir/b, false"})
    void anythingButAListOfWildcardsIsWhatNoneOfThemMatches(String state, boolean matches) {
        JsonNode answer = aws.call("TestEventPattern", """
                {'Event': '{\\'id\\':\\'1\\',\\'account\\':\\'0\\',\\'source\\':\\'s\\',\\'time\\':\\'t\\',\\'region\\':\\'r\\',\
                \\'detail-type\\':\\'A\\',\\'detail\\':{\\'state\\':\\'%s\\'}}',
                'EventPattern': '{\\'detail\\':{\\'state\\':[{\\'anything-but\\':{\\'wildcard\\':[\\'*/init/*\\',\\'*/dir/*\\']}}]}}'}""".formatted(state));

        assertThat(answer.path("Result").asBoolean()).isEqualTo(matches);
    }

    @Test
    void aListComesInPages() {
        for (int i = 0; i < 3; i++) {
            aws.call("CreateEventBus", "{'Name': 'bus-%d', 'Description': 'number %d'}".formatted(i, i));
        }

        JsonNode first = aws.call("ListEventBuses", "{'NamePrefix': 'bus-', 'Limit': 2}");
        JsonNode second = aws.call(
                "ListEventBuses",
                "{'NamePrefix': 'bus-', 'Limit': 2, 'NextToken': '%s'}"
                        .formatted(first.path("NextToken").asText()));

        assertThat(first.at("/EventBuses/1/Description").asText()).isEqualTo("number 1");
        assertThat(second.at("/EventBuses/0/Name").asText()).isEqualTo("bus-2");
        assertThat(second.path("EventBuses")).hasSize(1);
        assertThat(second.has("NextToken")).isFalse();
        assertThatThrownBy(() -> aws.call("ListEventBuses", "{'NextToken': 'nope'}"))
                .hasMessage("Parameter NextToken is not valid.");
    }

    @Test
    void whatAMemberMayNotBeIsRefusedInAwssWords() {
        aws.rule("r", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));
        String target = "{'Rule': 'r', 'Targets': [{'Id': '%s', 'Arn': '" + aws.queue("q") + "'%s}]}";

        refused(
                "PutTargets",
                target.formatted("!@#$@!#$", ""),
                "ValidationException",
                "1 validation error detected: Value "
                        + "'!@#$@!#$' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular "
                        + "expression pattern: [\\.\\-_A-Za-z0-9]+");
        refused(
                "PutTargets",
                target.formatted("t".repeat(65), ""),
                "ValidationException",
                "Member must have length less " + "than or equal to 64");
        refused(
                "PutTargets",
                target.formatted("t", ", 'RetryPolicy': {'MaximumRetryAttempts': 186}"),
                "ValidationException",
                "Member must have value less than or equal to 185");
        refused(
                "PutTargets",
                target.formatted("t", ", 'SqsParameters': {'MessageGroupId': 'g'}"),
                "NotImplemented",
                "SqsParameters in targets.1.member");
        refused(
                "PutRule",
                "{'Name': 'r', 'State': 'ON', 'EventPattern': '{}'}",
                "ValidationException",
                "enum value set");
        refused("ListRules", "{'Limit': 101}", "ValidationException", "less than or equal to 100");
        refused("CreateEventBus", "{'Name': 'a/b'}", "ValidationException", "Event bus name must not contain '/'.");
        refused( // as in github.com/hashicorp/terraform-provider-aws/issues/35065
                "CreateEventBus",
                "{'Name': 'aws.x'}",
                "ValidationException",
                "EventBus name starting with 'aws.' is not valid.");
        refused("CreateEventBus", "{'Name': 'default'}", EXISTS, "Event bus default already exists.");
        refused("CreateEventBus", "{'Name': 'a', 'Tags': []}", "NotImplemented", "Tags");
        refused("PutEvents", "{'Entries': []}", "ValidationException", "greater than or equal to 1");
    }

    private void refused(String operation, String input, String code, String message) {
        assertThatThrownBy(() -> aws.call(operation, input))
                .hasMessageContaining(message)
                .extracting("code")
                .isEqualTo(code);
    }
}
