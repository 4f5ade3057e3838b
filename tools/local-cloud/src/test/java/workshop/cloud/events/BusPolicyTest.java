package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;

/**
 * Who may put events on a bus by its own policy.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html">Permissions</a>
 */
class BusPolicyTest {
    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    private final String busArn = Arn.inRegion("events", "event-bus/todo");

    @BeforeEach
    void bus() {
        aws.call("CreateEventBus", "{'Name': 'todo'}");
    }

    private JsonNode policy() {
        JsonNode bus = aws.call("DescribeEventBus", "{'Name': 'todo'}");
        return Json.read(bus.path("Policy").asText("{}"));
    }

    private void deliver() {
        aws.eventBridge.deliver(
                busArn,
                new Delivery(Sender.service("events.amazonaws.com", Arn.inRegion("events", "rule/r")), "{}", List.of()),
                () -> 1);
    }

    @Test
    void aPermissionIsAStatementAndGoesById() {
        aws.call(
                "PutPermission",
                "{'EventBusName': 'todo', 'Action': 'events:PutEvents', 'Principal': '111122223333', 'StatementId': 'other'}");

        assertThat(policy().at("/Statement/0")).isEqualTo(Json.read("""
                {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "%s",
                 "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Sid": "other"}""".formatted(busArn)));
        assertThat(aws.call("DescribeEventBus", "{'Name': 'todo'}")
                        .path("Policy")
                        .asText())
                .as("as Cloud Custodian recorded it on AWS: test_cwe_bus_xaccount")
                .startsWith(
                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"other\",\"Effect\":\"Allow\","
                                + "\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"events:PutEvents\",");
        assertThatThrownBy(() -> aws.call("RemovePermission", "{'EventBusName': 'todo', 'StatementId': 'none'}"))
                .hasMessage("Statement with the provided id does not exist.");
        aws.call("RemovePermission", "{'EventBusName': 'todo', 'StatementId': 'other'}");
        assertThat(policy()).isEmpty();
    }

    /** Verified on AWS by Cloud Custodian's recordings test_cwe_bus_xaccount and test_cwe_disable_rule. */
    @Test
    void aBusIsModifiedByAPermissionButNotByARule() {
        EventBus bus = aws.eventBridge.bus("todo");
        aws.call("PutRule", "{'Name': 'r', 'EventBusName': 'todo', 'EventPattern': '{\\'source\\': [\\'s\\']}'}");
        assertThat(bus.modifiedAt).isEqualTo(bus.createdAt);
        aws.call(
                "PutPermission",
                "{'EventBusName': 'todo', 'Action': 'events:PutEvents', 'Principal': '*', 'StatementId': 'all'}");
        assertThat(bus.modifiedAt).isAfter(bus.createdAt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'Action': {'a': 1}", "'Resource': {'a': 1}", "'Condition': 'x'", "'Principal': {'Foo': 'x'}"})
    void aStatementWithAnElementOfAnotherTypeIsRefused(String wrong) {
        ObjectNode statement = Json.object().put("Effect", "Allow").put("Principal", "*");
        statement.put("Action", "events:PutEvents").put("Resource", busArn);
        statement.setAll((ObjectNode) Json.read(("{" + wrong + "}").replace('\'', '"')));
        ObjectNode properties = Json.object().put("EventBusName", "todo").put("StatementId", "own");
        properties.set("Statement", statement);
        assertThatThrownBy(() -> new BusesApi(aws.eventBridge)
                        .policyType()
                        .create(new Declaration("S", "Policy", "1", properties)))
                .hasMessage("Parameter Policy is not valid. Reason: It is no policy of a resource.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "{}", "{'Statement': 'x'}", "{'Statement': ['x']}", "{'Statement': []}"})
    void whatIsNoPolicyIsRefused(String document) {
        String request = Json.object()
                .put("EventBusName", "todo")
                .put("Policy", document.replace('\'', '"'))
                .toString();
        assertThatThrownBy(() -> aws.call("PutPermission", request))
                .hasMessage("Parameter Policy is not valid. Reason: It is no policy of a resource.");
    }

    /** @see <a href="https://github.com/hashicorp/terraform-provider-aws/issues/19534">No other action is supported</a> */
    @Test
    void aPermissionWithoutAPolicyIsToPutEvents() {
        assertThatThrownBy(
                        () -> aws.call(
                                "PutPermission",
                                "{'EventBusName': 'todo', 'Action': 'events:DeleteRule', 'Principal': '*', 'StatementId': 'other'}"))
                .hasMessage("Provided value in parameter 'action' is not supported.");
    }

    @Test
    void aPermissionOfABusThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> aws.call("RemovePermission", "{'EventBusName': 'gone', 'RemoveAllPermissions': true}"))
                .hasMessage("Event bus gone does not exist.");
    }

    @Test
    void aPolicyDecidesWhoIsLetIn() {
        assertThatThrownBy(this::deliver).hasMessageContaining("events:PutEvents");

        ResourceType policies = new BusesApi(aws.eventBridge).policyType();
        Physical statement =
                policies.create(new Declaration("S", "Policy", "1", (ObjectNode) Json.read("""
                {"EventBusName": "todo", "StatementId": "rules", "Statement": {"Effect": "Allow",
                 "Principal": {"Service": "events.amazonaws.com"}, "Action": "events:PutEvents", "Resource": "%s"}}""".formatted(busArn))));
        deliver();

        policies.delete(statement);
        assertThatThrownBy(this::deliver).hasMessageContaining("events:PutEvents");
        policies.delete(statement); // which is gone
    }

    @Test
    void aDenyOfTheBusHoldsForARoleThatMayPutThereItself() {
        aws.call("PutPermission", "{'EventBusName': 'todo', 'Policy': '%s'}".formatted("""
                {\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Sid\\':\\'no\\',\\'Effect\\':\\'Deny\\',\\'Principal\\':\\'*\\',\\'Action\\':\\'events:PutEvents\\',\\'Resource\\':\\'%s\\'}]}""".formatted(busArn)
                        .strip()));
        var role = aws.iam.session(aws.roleThatMay("events:PutEvents", busArn), "test");

        assertThatThrownBy(
                        () -> aws.operations.call(
                                "PutEvents",
                                role,
                                (ObjectNode)
                                        Json.read(
                                                "{\"Entries\": [{\"EventBusName\": \"todo\", \"Source\": \"s\", \"DetailType\": \"A\", \"Detail\": \"{}\"}]}")))
                .hasMessageContaining("explicit deny");
    }

    /** <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html">Policy</a> */
    @Test
    void aPolicyTakesThePlaceOfTheOneBefore() {
        for (String sid : List.of("first", "second")) {
            aws.call("PutPermission", "{'EventBusName': 'todo', 'Policy': '%s'}".formatted("""
                    {\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Sid\\':\\'%s\\',\\'Effect\\':\\'Deny\\',\\'Principal\\':\\'*\\',\\'Action\\':\\'events:PutEvents\\',\\'Resource\\':\\'%s\\'}]}""".formatted(sid, busArn)
                            .strip()));
        }
        assertThat(aws.call("DescribeEventBus", "{'Name': 'todo'}")
                        .path("Policy")
                        .asText())
                .contains("second")
                .doesNotContain("first");
    }

    /**
     * The words are AWS's in issue 26 of aws-solutions/quota-monitor-for-aws.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html">10 KB</a>
     */
    @Test
    void aPolicyThatWouldGetLongerThan10KilobytesIsRefusedAndStays() {
        String permission =
                "{'EventBusName': 'todo', 'Action': 'events:PutEvents', 'Principal': '*', 'StatementId': '%s'}";
        for (int i = 0; i < 60; i++) {
            aws.call("PutPermission", permission.formatted("number" + i));
        }
        JsonNode before = policy();
        assertThatThrownBy(() -> {
                    for (int i = 60; i < 100; i++) {
                        aws.call("PutPermission", permission.formatted("number" + i));
                    }
                })
                .hasMessage("Policy size would be larger than the maximum allowed.")
                .extracting(error -> ((AwsError) error).code())
                .isEqualTo("PolicyLengthExceededException");
        assertThat(policy().path("Statement").size())
                .isGreaterThan(before.path("Statement").size());
        assertThat(Json.write(policy()).length()).isLessThanOrEqualTo(10_240);
    }
}
