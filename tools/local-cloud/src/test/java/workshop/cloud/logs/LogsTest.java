package workshop.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;

class LogsTest {
    private static final String GROUP_ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/events";

    private final Iam iam = new Iam();
    private final Logs logs = new Logs(iam);
    private final Operations api = LogsApi.of(logs, new Operations("logs", iam, new Faults()));

    @BeforeEach
    void makeGroup() {
        logs.create("/events");
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text.replace('\'', '"'));
    }

    private List<String> filter(String more) {
        List<String> messages = new ArrayList<>();
        api.call("FilterLogEvents", iam.owner(), json("{'logGroupName': '/events'" + more + "}"))
                .path("events")
                .forEach(event -> messages.add(event.path("message").asText()));
        return messages;
    }

    @Test
    void aFilterFindsWhatContainsAllItsTerms() {
        logs.put("/events", "a", 1, "the quick fox");
        logs.put("/events", "a", 2, "the slow fox");
        assertThat(filter(", 'filterPattern': 'fox quick'")).containsExactly("the quick fox");
        assertThat(filter(", 'filterPattern': 'fox -quick'")).containsExactly("the slow fox");
        assertThat(filter(", 'filterPattern': '?quick ?slow'")).hasSize(2);
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">Syntax</a> */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            %[Ff]ox$%           | the quick fox,the slow fox
            %q.*k% -slow        | the quick fox
            -%quick%            | the slow fox,said "no"
            ?quick ?slow fox    | the quick fox,the slow fox
            ?quick -fox         | said "no"
            "said \\"no\\""     | said "no"
            """)
    void regularExpressionsQuotesAndOptionalTermsAreReadAsOnAws(String pattern, String found) {
        List.of("the quick fox", "the slow fox", "said \"no\"")
                .forEach(message -> logs.put("/events", "a", 1, message));
        ObjectNode request = json("{'logGroupName': '/events'}").put("filterPattern", pattern);
        assertThat(api.call("FilterLogEvents", iam.owner(), request)
                        .path("events")
                        .findValuesAsText("message"))
                .containsExactly(found.split(","));
    }

    /** As people met it: <a href="https://github.com/Miserlou/Zappa/issues/651">an address without quotes</a>. */
    @ParameterizedTest
    @CsvSource({"Status: 1, :", "a@b, @", "(x, (", "%a!b%, %"})
    void aTermWithOtherCharactersMustBeQuoted(String pattern, String bad) {
        ObjectNode request = json("{'logGroupName': '/events'}").put("filterPattern", pattern);
        assertThatThrownBy(() -> api.call("FilterLogEvents", iam.owner(), request))
                .hasMessage("Invalid character(s) in term '" + bad + "'");
    }

    @Test
    void aPageEndsAtItsLimitAndItsTokenGoesOn() {
        logs.put("/events", "a", 1, "one");
        logs.put("/events", "a", 1, "two");
        ObjectNode first =
                (ObjectNode) api.call("FilterLogEvents", iam.owner(), json("{'logGroupName': '/events', 'limit': 1}"));
        assertThat(first.at("/events/0/message").asText()).isEqualTo("one");
        assertThat(filter(", 'nextToken': '" + first.path("nextToken").asText() + "'"))
                .containsExactly("two");
    }

    @Test
    void eventsAreFilteredByTheirTimeAndStream() {
        logs.put("/events", "a", 10, "early");
        logs.put("/events", "b", 20, "late");
        assertThat(filter(", 'startTime': 15")).containsExactly("late");
        assertThat(filter(", 'logStreamNames': ['a']")).containsExactly("early");
    }

    @Test
    void aGroupThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> api.call("FilterLogEvents", iam.owner(), json("{'logGroupName': '/none'}")))
                .hasMessage("The specified log group does not exist.");
    }

    @Test
    void eventBridgeWritesOnlyIfAResourcePolicyLetsIt() {
        Delivery delivery =
                new Delivery(Sender.service("events.amazonaws.com", "arn:rule"), "{\"an\": \"event\"}", List.of());
        assertThatThrownBy(() -> logs.deliver(GROUP_ARN, delivery, () -> 1))
                .hasMessageContaining("no resource-based policy allows the logs:PutLogEvents action");
        LogsApi.policyType(logs)
                .create(new Declaration(
                        "S",
                        "Policy",
                        "p",
                        json("{'PolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal':"
                                + " {'Service': 'events.amazonaws.com'}, 'Action': 'logs:PutLogEvents', 'Resource': '"
                                + GROUP_ARN + ":*'}}}")));
        logs.deliver(GROUP_ARN, delivery, () -> 1);
        assertThat(filter("")).containsExactly("{\"an\": \"event\"}");
    }

    /** As people met it on AWS, where such a rule can be deployed: github.com/aws-samples/serverless-patterns/pull/221 */
    @Test
    void theArnThatCloudFormationGivesOfAGroupIsNoTargetOfARule() {
        Delivery delivery = new Delivery(Sender.service("events.amazonaws.com", "arn:rule"), "{}", List.of());
        assertThatThrownBy(() -> logs.deliver(GROUP_ARN + ":*", delivery, () -> 1))
                .hasMessage("The specified log group does not exist.");
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html">logGroupIdentifier</a> */
    @ParameterizedTest
    @ValueSource(strings = {"logs:eu-west-1:000000000000", "logs:us-east-1:111111111111"})
    void aGroupOfAnotherRegionOrAccountIsNotTheOneOfThatNameHere(String where) {
        logs.put("/events", "a", 1, "here");
        String arn = GROUP_ARN.replace("logs:us-east-1:000000000000", where);
        assertThatThrownBy(
                        () -> api.call("FilterLogEvents", iam.owner(), json("{'logGroupIdentifier': '" + arn + "'}")))
                .hasMessage("The specified log group does not exist.");
        Delivery delivery = new Delivery(Sender.service("events.amazonaws.com", "arn:rule"), "{}", List.of());
        assertThatThrownBy(() -> logs.deliver(arn, delivery, () -> 1))
                .hasMessage("The specified log group does not exist.");
    }
}
