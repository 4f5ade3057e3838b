package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Arn;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

class EventsTypesTest {
    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    private final ResourceType buses = new BusesApi(aws.eventBridge).type();
    private final ResourceType rules = new RulesApi(aws.eventBridge).type();
    private final ResourceType archives = new ArchivesApi(aws.eventBridge).type();

    private static Declaration declaration(String id, String properties) {
        return new Declaration("TodoEvents", id, "1A2B", (ObjectNode) Json.read(properties.replace('\'', '"')));
    }

    private static Declaration rule(String detailType, String queue) {
        return declaration("Rule", """
                {'EventBusName': 'todo', 'EventPattern': {'source': ['TodoService'], 'detail-type': ['%s']},
                 'State': 'ENABLED', 'Targets': [{'Id': 'Target0', 'Arn': '%s'}]}""".formatted(detailType, queue));
    }

    @Test
    void aStacksBusRuleAndArchiveWorkTogetherAreUpdatedAndGoAway() {
        Physical bus = buses.create(declaration("Bus", "{'Name': 'todo'}"));
        Physical rule = rules.create(rule("A", aws.queue("q")));
        Physical archive = archives.create(declaration(
                "Archive", "{'SourceArn': '%s'}".formatted(bus.attributes().get("Arn"))));
        assertThat(bus.ref()).isEqualTo("todo");
        assertThat(rule.ref()).isEqualTo("todo|TodoEvents-Rule-1A2B");
        assertThat(rule.attributes().get("Arn"))
                .isEqualTo("arn:aws:events:us-east-1:000000000000:rule/todo/TodoEvents-Rule-1A2B");

        aws.put(entry("A", "{}").put("EventBusName", "todo"));
        await("delivery").until(aws.eventBridge::isQuiet);
        rules.update(rule("B", aws.queue("other")), rule);
        aws.put(entry("A", "{}").put("EventBusName", "todo"), entry("B", "{}").put("EventBusName", "todo"));
        await("delivery").until(aws.eventBridge::isQuiet);

        assertThat(aws.received(aws.queue("q"))).hasSize(1);
        assertThat(aws.received(aws.queue("other"))).hasSize(1);
        assertThat(aws.call("DescribeArchive", "{'ArchiveName': '%s'}".formatted(archive.ref()))
                        .path("EventCount")
                        .asInt())
                .isEqualTo(3);

        archives.delete(archive);
        rules.delete(rule);
        buses.delete(bus);
        rules.delete(rule);
        assertThat(aws.call("ListEventBuses", "{}").path("EventBuses")).hasSize(1);
        assertThat(aws.call("ListArchives", "{}").path("Archives")).isEmpty();
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html">State</a> */
    @ParameterizedTest
    @ValueSource(strings = {"ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"})
    void aRuleOfATemplateHasTheStatesThatACallGives(String state) {
        ObjectNode given = declaration("R", "{'EventPattern': {'source': ['s']}, 'State': '" + state + "'}")
                .properties();

        assertThat(Violations.of(rules.properties(), given, Reading.TEMPLATE).ofResource())
                .isEmpty();
    }

    /** @see <a href="https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-events">AWS's own code</a> */
    @Test
    void targetsThatOthersGaveARuleStayAndKeepIt() {
        buses.create(declaration("Bus", "{'Name': 'todo'}"));
        Physical first = rules.create(rule("A", aws.queue("q")));
        String named = "'EventBusName': 'todo', 'Rule': 'TodoEvents-Rule-1A2B'";
        aws.call("PutTargets", "{%s, 'Targets': [{'Id': 'other', 'Arn': '%s'}]}".formatted(named, aws.queue("r")));

        Physical second = rules.update(declaration("Rule", """
                {'EventBusName': 'todo', 'EventPattern': {'source': ['a']}, 'Targets': [{'Id': 'New', 'Arn': '%s'}]}""".formatted(aws.queue("q"))), first);
        assertThat(aws.call("ListTargetsByRule", "{" + named + "}").findValuesAsText("Id"))
                .containsExactly("New", "other");
        assertThatThrownBy(() -> rules.delete(second)).hasMessage("Rule can't be deleted since it has targets.");

        aws.call("RemoveTargets", "{" + named + ", 'Ids': ['other']}");
        rules.delete(second);
        rules.update(rule("B", aws.queue("q")), second); // which makes one that is gone again
        assertThat(aws.call("ListTargetsByRule", "{" + named + "}").findValuesAsText("Id"))
                .containsExactly("Target0");
    }

    @Test
    void anArchivesGeneratedNameIsCutToWhatAwsAllows() {
        Physical archive = archives.create(declaration(
                "A".repeat(60), "{'SourceArn': '%s'}".formatted(Arn.inRegion("events", "event-bus/default"))));

        assertThat(archive.ref()).hasSize(48).endsWith("-1A2B");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html">
     *     RoleArn</a>
     */
    @Test
    void aRulesRoleMustLetEventBridgeAssumeIt() {
        String role = Arn.withoutRegion("iam", "role/other");
        Declaration rule = declaration("R", "{'EventPattern': {'source': ['a']}, 'RoleArn': '%s'}".formatted(role));

        assertThatThrownBy(() -> rules.create(rule))
                .hasMessage("Provided role '" + role + "' cannot be assumed by principal 'events.amazonaws.com'.");
    }

    /** Verified on AWS by cdk-preflight's rules pf-events-bus-name and pf-events-pattern-empty. */
    @Test
    void aBusWithASlashAndARuleWithAnEmptyPatternAreRefused() {
        assertThatThrownBy(() -> buses.create(declaration("B", "{'Name': 'team/bus'}")))
                .hasMessage("Event bus name must not contain '/'.");
        assertThatThrownBy(() -> rules.create(declaration("R", "{'EventPattern': {}}")))
                .hasMessage("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">Dead-letter queues</a> */
    @Test
    void theDeadLettersOfABusGoToAQueue() {
        Declaration bus = declaration(
                "B", "{'Name': 'b', 'DeadLetterConfig': {'Arn': '%s'}}".formatted(Arn.inRegion("sns", "topic")));

        assertThatThrownBy(() -> buses.create(bus)).hasMessage("sns is not supported as a dead letter resource");
    }
}
