package workshop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.redrive.Parked;
import workshop.redrive.ParkingQueue.Contents;

/** A guarantees that can't find anything wrong would be worth nothing. */
class GuaranteeCheckTest {
    private static final Change CREATED = new Change("e1", Change.CREATED, "t1", 1);
    private static final Change COMPLETED = new Change("e2", Change.COMPLETED, "t1", 2);
    private static final Change POISON = new Change("p1", Change.CREATED, "bad", 1);
    private static final Activity FIRST = new Activity("e1", Change.CREATED, "t1", "DONE");
    private static final Activity SECOND = new Activity("e2", Change.COMPLETED, "t1", "DONE");

    @AutoClose
    private final Account account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(1)));

    private final Observations observations = new Observations(account);
    private final GuaranteeCheck guarantees =
            new GuaranteeCheck(List.of(CREATED, POISON, COMPLETED), Set.of("bad"), observations);

    @Test
    void allIsWellIfEverythingIsHandledAndPoisonIsParked() {
        sent("e1", "e2");
        Map<String, Activity> activity = Map.of("e1", FIRST, "e2", SECOND);
        guarantees.stream(Map.of("t1", List.of(Change.CREATED, Change.COMPLETED)));
        guarantees.beforeRedrive(activity, parked(Contents.FAILED_RECORDS, "p1"));
        guarantees.afterRedrive(activity, parked(Contents.FAILED_RECORDS, "p1"));

        assertThat(guarantees.violations).isEmpty();
    }

    @Test
    void aChangeThatTheApiConfirmedMustBeInTheStream() {
        guarantees.stream(Map.of("t1", List.of(Change.CREATED, Change.COMPLETED, Change.DELETED)));

        assertThat(guarantees.violations).singleElement().asString().contains("t1", Change.DELETED);
    }

    @Test
    void anEventThatIsNeitherHandledNorParkedIsLost() {
        sent("e1", "e2");
        guarantees.beforeRedrive(Map.of("e1", FIRST), parked(Contents.FAILED_RECORDS, "p1"));

        assertThat(guarantees.violations).singleElement().asString().contains("lost", "e2");
    }

    @Test
    void anEventWhoseWorkOnlyBeganIsNotHandled() {
        guarantees.afterRedrive(
                Map.of("e1", FIRST, "e2", new Activity("e2", Change.COMPLETED, "t1", "STARTED")),
                parked(Contents.FAILED_RECORDS, "p1"));

        assertThat(guarantees.violations).singleElement().asString().contains("never handled", "e2");
    }

    @Test
    void whatIsRecordedMustHaveHappened() {
        guarantees.afterRedrive(
                Map.of("e1", FIRST, "e2", SECOND, "e3", new Activity("e3", Change.CREATED, "t3", "DONE")),
                parked(Contents.FAILED_RECORDS, "p1"));

        assertThat(guarantees.violations).singleElement().asString().contains("never happened", "e3");
    }

    @Test
    void poisonMustStayParkedAndNothingElse() {
        guarantees.afterRedrive(Map.of("e1", FIRST, "e2", SECOND), parked(Contents.UNHANDLED_EVENTS, "e2"));

        assertThat(guarantees.violations)
                .anyMatch(violation -> violation.contains("FailedRecords holds []"))
                .anyMatch(violation -> violation.contains("still in UnhandledEvents"));
    }

    @Test
    void thePublisherMustKeepTheOrderOfATodo() {
        sent("e2", "e1");
        guarantees.beforeRedrive(Map.of("e1", FIRST, "e2", SECOND), parked(Contents.FAILED_RECORDS, "p1"));

        assertThat(guarantees.violations).singleElement().asString().contains("[e2, e1]", "[e1, e2]");
    }

    @Test
    void whatWasParkedMayComeLater() {
        sent("e2", "e1");
        guarantees.beforeRedrive(Map.of("e2", SECOND), parked(Contents.FAILED_RECORDS, "p1", "e1"));

        assertThat(guarantees.violations).isEmpty();
    }

    @Test
    void eachCompletionNeedsAMail() {
        guarantees.mails();

        assertThat(guarantees.violations).singleElement().asString().contains("no mail", "e2");
    }

    private void sent(String... eventIds) {
        for (String id : eventIds) {
            account.trace()
                    .hop(
                            List.of(),
                            "events:PutEvents",
                            "publisher",
                            "bus",
                            "ok",
                            "{\"detail\":{\"metadata\":{\"id\":\"" + id + "\"},\"data\":{\"todoId\":\"t1\"}}}");
        }
    }

    private static Parked parked(Contents holds, String... eventIds) {
        return new Parked(Map.of(holds, Set.of(eventIds)));
    }
}
