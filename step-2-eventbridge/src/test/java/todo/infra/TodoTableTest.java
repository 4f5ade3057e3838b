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
        String images = table(StackTemplate.synthesized(lesson))
                .property("StreamSpecification.StreamViewType")
                .map(JsonElement::getAsString)
                .orElseThrow(() -> lesson.failure(
                        "the table of to-dos has a stream, whose records tell of every change", "a table without one"));
        lesson.expect(
                images.equals("NEW_AND_OLD_IMAGES"),
                "a record of the stream has the item before and after the change: a deletion has nothing after,"
                        + " and whether a to-do was just completed is a comparison",
                "a stream of " + images);
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
