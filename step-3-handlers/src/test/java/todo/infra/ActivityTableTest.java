package todo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate.Resource;

class ActivityTableTest {
    private final Resource table = HandlersTemplate.of(new Lesson("3.4")).activityTable();

    @Test
    void its_key_is_the_id_of_an_event() {
        assertThat(table.property("KeySchema"))
                .hasValueSatisfying(key -> assertThat(key).hasToString("""
                        [{"AttributeName":"eventId","KeyType":"HASH"}]"""));
    }

    @Test
    void DynamoDB_deletes_what_is_old() {
        assertThat(table.property("TimeToLiveSpecification"))
                .hasValueSatisfying(expiry -> assertThat(expiry).hasToString("""
                        {"AttributeName":"expiresAt","Enabled":true}"""));
    }

    @Test
    void it_can_be_restored_to_any_point_in_time() {
        assertThat(table.property("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"))
                .hasValueSatisfying(
                        enabled -> assertThat(enabled.getAsBoolean()).isTrue());
    }

    @Test
    void it_is_billed_by_request_and_not_by_the_hour() {
        assertThat(table.property("BillingMode"))
                .hasValueSatisfying(mode -> assertThat(mode.getAsString()).isEqualTo("PAY_PER_REQUEST"));
    }
}
