package todo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TodoTableTest {
    @Test
    void every_change_goes_to_the_stream_with_the_item_before_and_after_it() {
        Lesson lesson = new Lesson("1.1");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource table = table(template);
        boolean hasKinesis = table.property("KinesisStreamSpecification").isPresent();
        String images = table.property("StreamSpecification.StreamViewType")
                .map(JsonElement::getAsString)
                .orElseThrow(() -> lesson.failure(
                        "the table of to-dos has a stream of its own, with a record of every change",
                        hasKinesis
                                ? "a stream of Kinesis, which is another service: the table's own is turned on by"
                                        + " stream(StreamViewType…)"
                                : "a table without one"));
        lesson.expect(
                images.equals("NEW_AND_OLD_IMAGES"),
                "a record of the stream has the item before and after the change: a deletion has nothing after,"
                        + " and whether a to-do was just completed is a comparison",
                "a stream of " + images);
        lesson.expect(
                !hasKinesis,
                "the table's own stream is the only one",
                "a stream of Kinesis beside it, which nobody reads and which is billed by the hour");
        expectNothingElse(lesson, template, table);
    }

    /** Settings that would undo what the table is for. */
    private static void expectNothingElse(Lesson lesson, StackTemplate template, Resource table) {
        lesson.expect(
                table.property("TimeToLiveSpecification").isEmpty(),
                "a to-do stays until somebody deletes it",
                "a table that deletes items by itself (time to live)");
        lesson.expect(
                table.property("SSESpecification.KMSMasterKeyId").isEmpty(),
                "the table's key is AWS's, which each of its functions may use",
                "a key of its own, which no function's role allows");
        lesson.expect(
                !template.values().name(table).equals(secondTable(lesson)),
                "two stacks in one account have a table each: CloudFormation makes up a name",
                "a table named " + template.values().name(table) + " in both");
    }

    private static String secondTable(Lesson lesson) {
        StackTemplate second = StackTemplate.secondStack(lesson);
        return second.values().name(table(second));
    }

    @Test
    void the_table_can_be_restored_to_any_point_in_time() {
        Resource table = table(StackTemplate.synthesized());
        assertThat(table.property("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"))
                .hasValueSatisfying(
                        enabled -> assertThat(enabled.getAsBoolean()).isTrue());
    }

    @Test
    void the_table_is_billed_by_request_and_not_by_the_hour() {
        assertThat(table(StackTemplate.synthesized()).property("BillingMode"))
                .hasValueSatisfying(mode -> assertThat(mode.getAsString()).isEqualTo("PAY_PER_REQUEST"));
    }

    /** The table that the output {@code TableName} names. */
    private static Resource table(StackTemplate template) {
        JsonElement name =
                template.output("TableName").orElseThrow(() -> new AssertionError("There is no output TableName"));
        return template.resources("AWS::DynamoDB::Table").stream()
                .filter(table -> StackTemplate.refersTo(name).contains(table.logicalId()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The output TableName names no table: " + name));
    }
}
