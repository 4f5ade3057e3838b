package todo.infra;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TodoTableTest {
    private static final Pattern ATTRIBUTE = Pattern.compile("\"AttributeName\":\"([^\"]+)\"");

    @Test
    void every_change_goes_to_the_stream_with_the_item_before_and_after_it() {
        Lesson lesson = new Lesson("1.1");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource table = table(lesson, template);
        boolean hasKinesis = table.property("KinesisStreamSpecification").isPresent();
        String images = table.property("StreamSpecification.StreamViewType")
                .map(JsonElement::getAsString)
                .orElseThrow(() -> lesson.failure(
                        "the table of to-dos has a stream of its own, with a record of every change",
                        withoutStream(template, table, hasKinesis)));
        lesson.expect(
                images.equals("NEW_AND_OLD_IMAGES"),
                "a record of the stream has the item before the change and after it (NEW_AND_OLD_IMAGES): after a deletion there is no item,"
                        + " and only a comparison of both shows whether a to-do was just completed",
                "a stream of " + images);
        lesson.expect(
                !hasKinesis,
                "the table's own stream is the only one",
                "a Kinesis stream beside it, which nobody reads and which is billed by the hour");
        expectNothingElse(lesson, template, table);
    }

    private static String withoutStream(StackTemplate template, Resource table, boolean hasKinesis) {
        if (hasKinesis) {
            return "a Kinesis stream, which is another service; the table's own stream is turned on with"
                    + " .stream(StreamViewType…)";
        }
        if (table.property("StreamSpecification").isPresent()) {
            return "a StreamSpecification without StreamViewType; .stream(StreamViewType…) makes both";
        }
        return template.resources("AWS::DynamoDB::Table").stream()
                .filter(other -> other.property("StreamSpecification").isPresent())
                .findFirst()
                .map(other ->
                        "the stream is on another table, " + other.logicalId().replaceAll("^Api|.{8}$", ""))
                .orElse("a table without a stream");
    }

    /** Settings that would undo what the table is for. */
    private static void expectNothingElse(Lesson lesson, StackTemplate template, Resource table) {
        lesson.expect(
                table.id().equals("ApiTodos"),
                "the table is given, and its id in the code is \"Todos\": with another one, the next deployment makes a new table and"
                        + " deletes the old one with its to-dos",
                "the id " + table.id().replaceFirst("^Api", "\"") + "\"");
        lesson.expect(
                table.property("TimeToLiveSpecification").isEmpty(),
                "a to-do stays until somebody deletes it",
                "a table that deletes items by itself (time to live)");
        lesson.expect(
                table.property("SSESpecification.KMSMasterKeyId").isEmpty(),
                "the table is encrypted with a key of AWS's own, which needs no permission",
                "an encryption key (KMS) of this stack, which no function's role may use. Leave out .encryption(…)");
        String schema = table.property("KeySchema").map(template.values()::text).orElse("");
        String key =
                ATTRIBUTE.matcher(schema).results().map(name -> name.group(1)).collect(Collectors.joining(", "));
        lesson.expect(
                key.equals("todoId"),
                "the table's key is todoId alone, by which the API reads and writes items",
                "the key " + key);
        String noLimit = "the table takes every request, and AWS bills each one (BillingMode.PAY_PER_REQUEST)";
        lesson.expect(
                table.property("BillingMode").map(template.values()::text).equals(Optional.of("PAY_PER_REQUEST")),
                noLimit,
                "provisioned capacity, which is billed by the hour");
        String limit = table.property("OnDemandThroughput")
                .map(template.values()::text)
                .orElse("");
        lesson.expect(
                limit.isEmpty(),
                noLimit,
                "a limit on requests per second, " + limit.replaceAll("[{}\"]", "") + ". Leave it out");
        lesson.expect(
                table.property("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled")
                        .filter(JsonElement::getAsBoolean)
                        .isPresent(),
                "the table can be restored to any point in time (pointInTimeRecoverySpecification)",
                "a table that can't");
        lesson.expect(
                template.resources("Custom::DynamoDBReplica").isEmpty(),
                "the table is in one region",
                "a copy in another region, which is billed as well");
        lesson.expect(
                StackRules.isOpenToRoles(template, table),
                "only the functions' roles say who may use the table",
                "a policy of the table itself that says more; it may only refuse requests without TLS");
        StackRules.expectOwn(lesson, stack -> List.of(table(lesson, stack)));
    }

    /** The table that the output {@code TableName} names. */
    private static Resource table(Lesson lesson, StackTemplate template) {
        String expected = "the output TableName names the table of to-dos, which is a Table, as it was given";
        JsonElement name =
                template.output("TableName").orElseThrow(() -> lesson.failure(expected, template.noSuchOutput()));
        return template.resources("AWS::DynamoDB::Table").stream()
                .filter(table -> StackTemplate.refersTo(name).contains(table.logicalId()))
                .findFirst()
                .orElseThrow(() -> lesson.failure(
                        expected,
                        template.resources("AWS::DynamoDB::GlobalTable").isEmpty()
                                ? template.values().words(name)
                                : "a global table (TableV2), which the local cloud doesn't have"));
    }
}
