package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.local.ExpectedHop.Change;

class ExpectedHopTest {
    private static final String MAPPING = "\"Mapping\": {\"Type\": \"AWS::Lambda::EventSourceMapping\"}";
    private static final String BUS = "\"Bus\": {\"Type\": \"AWS::Events::EventBus\"}";

    @Test
    void aProjectWithAStreamOnlyEndsInThePublishersLog() {
        assertThat(names(Change.CREATED, MAPPING))
                .containsExactly("API → CreateTodo", "CreateTodo → table", "stream → publisher", "publisher → log");
    }

    @Test
    void aRuleWithALogGroupIsAWaypoint() {
        String rule = "\"Rule\": {\"Type\": \"AWS::Events::Rule\", \"Properties\": {\"Targets\": [{\"Arn\":"
                + " \"arn:aws:logs:us-east-1:000000000000:log-group:/x/created\"}]}}";
        assertThat(names(Change.DELETED, MAPPING, BUS, rule)).endsWith("publisher → bus", "rule → log group");
    }

    @Test
    void aRuleWithAFunctionLeadsToItsHandler() {
        String rule = "\"Rule\": {\"Type\": \"AWS::Events::Rule\", \"Properties\": {\"Targets\": [{\"Arn\":"
                + " \"arn:aws:lambda:us-east-1:000000000000:function:Handler\"}]}}";
        assertThat(names(Change.CREATED, MAPPING, BUS, rule)).endsWith("rule → handler", "handler starts");
    }

    @Test
    void mailIsExpectedOfACompletionOnly() {
        String topic =
                "\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}, \"Sub\": {\"Type\": \"AWS::SNS::Subscription\", \"Properties\": {\"Protocol\": \"email\"}}";
        assertThat(names(Change.COMPLETED, topic)).endsWith("handler → topic", "topic → mail");
        assertThat(names(Change.DELETED, topic)).doesNotContain("handler → topic", "topic → mail");
    }

    @Test
    void anyWriteToTheActivityTableIsThatHop() {
        ExpectedHop hop = ExpectedHop.of(
                        Change.CREATED,
                        deployed(MAPPING),
                        Map.of("TableName", "todos", "ActivityTableName", "activity"))
                .stream()
                .filter(expected -> expected.name().equals("handler → activity table"))
                .findFirst()
                .orElseThrow();
        for (String operation : List.of("PutItem", "UpdateItem", "TransactWriteItems")) {
            assertThat(hop.is().test(written(operation, "activity")))
                    .as(operation)
                    .isTrue();
        }
        assertThat(hop.is().test(written("PutItem", "todos"))).isFalse();
    }

    @Test
    void aPublisherThatLogsNoEventOfTheChangeIsNotTheEnd() {
        List<ExpectedHop> hops = ExpectedHop.of(Change.CREATED, deployed(MAPPING), Map.of("TableName", "todos"));
        ExpectedHop end = hops.get(hops.size() - 1);
        assertThat(end.is().test(returned("ok", "Published TodoCreated {}", "")))
                .isTrue();
        assertThat(end.is().test(returned("ok", "Can't read record 1", ""))).isFalse();
        assertThat(end.is().test(returned("{\"errorType\": \"X\"}", "Published TodoCreated {}", "")))
                .isFalse();
        assertThat(end.is().test(returned("ok", "Published TodoCreated {}", "{\"itemIdentifier\": \"1\"}")))
                .isFalse();
    }

    private static Hop returned(String outcome, String log, String answer) {
        return new Hop(
                1,
                Instant.EPOCH,
                "lambda:Return",
                "arn:aws:dynamodb:x:1:table/todos/stream/1",
                "arn:aws:lambda:x:1:function:Publisher",
                outcome,
                "",
                List.of(),
                Map.of("log", log, "answer", answer));
    }

    private static Hop written(String operation, String table) {
        return new Hop(
                1,
                Instant.EPOCH,
                "dynamodb:" + operation,
                "role",
                "arn:aws:dynamodb:x:1:table/" + table,
                "ok",
                "",
                List.of(),
                Map.of());
    }

    private static List<String> names(Change change, String... resources) {
        return ExpectedHop.of(change, deployed(resources), Map.of("TableName", "todos")).stream()
                .map(ExpectedHop::name)
                .toList();
    }

    private static Stack deployed(String... resources) {
        return new Stack(Json.read("{" + String.join(",", resources) + "}").properties().stream()
                .map(its -> new DeployedResource(
                        "Todo",
                        its.getKey(),
                        its.getValue().path("Type").asText(),
                        its.getKey(),
                        its.getKey(),
                        Map.of(),
                        its.getValue().withObject("/Properties")))
                .toList());
    }
}
