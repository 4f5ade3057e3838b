package workshop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.redrive.Parked;
import workshop.redrive.ParkingQueue.Holds;

/** A verdict that can't find anything wrong would be worth nothing. */
class VerdictTest {
    private static final Change CREATED = new Change("e1", Change.CREATED, "t1", 1);
    private static final Change COMPLETED = new Change("e2", Change.COMPLETED, "t1", 2);
    private static final Change POISON = new Change("p1", Change.CREATED, "bad", 1);
    private static final Activity FIRST = new Activity("e1", Change.CREATED, "t1", "DONE");
    private static final Activity SECOND = new Activity("e2", Change.COMPLETED, "t1", "DONE");

    private Account account;
    private Witness witness;
    private Verdict verdict;

    @BeforeEach
    void open() {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(1)));
        witness = Witness.of(account);
        verdict = new Verdict(List.of(CREATED, POISON, COMPLETED), Set.of("bad"), witness);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void allIsWellIfEverythingIsHandledAndPoisonIsParked() {
        sent("e1", "e2");
        Map<String, Activity> activity = Map.of("e1", FIRST, "e2", SECOND);
        verdict.stream(Map.of("t1", List.of(Change.CREATED, Change.COMPLETED)));
        verdict.beforeRedrive(activity, parked(Holds.FAILED_RECORDS, "p1"));
        verdict.afterRedrive(activity, parked(Holds.FAILED_RECORDS, "p1"));

        assertThat(verdict.complaints()).isEmpty();
    }

    @Test
    void aChangeThatTheApiConfirmedMustBeInTheStream() {
        verdict.stream(Map.of("t1", List.of(Change.CREATED, Change.COMPLETED, Change.DELETED)));

        assertThat(verdict.complaints()).singleElement().asString().contains("t1", Change.DELETED);
    }

    @Test
    void anEventThatIsNeitherHandledNorParkedIsLost() {
        sent("e1", "e2");
        verdict.beforeRedrive(Map.of("e1", FIRST), parked(Holds.FAILED_RECORDS, "p1"));

        assertThat(verdict.complaints()).singleElement().asString().contains("lost", "e2");
    }

    @Test
    void anEventWhoseWorkOnlyBeganIsNotHandled() {
        verdict.afterRedrive(
                Map.of("e1", FIRST, "e2", new Activity("e2", Change.COMPLETED, "t1", "STARTED")),
                parked(Holds.FAILED_RECORDS, "p1"));

        assertThat(verdict.complaints()).singleElement().asString().contains("never handled", "e2");
    }

    @Test
    void whatIsRecordedMustHaveHappened() {
        verdict.afterRedrive(
                Map.of("e1", FIRST, "e2", SECOND, "e3", new Activity("e3", Change.CREATED, "t3", "DONE")),
                parked(Holds.FAILED_RECORDS, "p1"));

        assertThat(verdict.complaints()).singleElement().asString().contains("never happened", "e3");
    }

    @Test
    void poisonMustStayParkedAndNothingElse() {
        verdict.afterRedrive(Map.of("e1", FIRST, "e2", SECOND), parked(Holds.UNHANDLED_EVENTS, "e2"));

        assertThat(verdict.complaints())
                .anyMatch(complaint -> complaint.contains("FailedRecords holds []"))
                .anyMatch(complaint -> complaint.contains("still in UnhandledEvents"));
    }

    @Test
    void thePublisherMustKeepTheOrderOfATodo() {
        sent("e2", "e1");
        verdict.beforeRedrive(Map.of("e1", FIRST, "e2", SECOND), parked(Holds.FAILED_RECORDS, "p1"));

        assertThat(verdict.complaints()).singleElement().asString().contains("[e2, e1]", "[e1, e2]");
    }

    @Test
    void whatWasParkedMayComeLater() {
        sent("e2", "e1");
        verdict.beforeRedrive(Map.of("e2", SECOND), parked(Holds.FAILED_RECORDS, "p1", "e1"));

        assertThat(verdict.complaints()).isEmpty();
    }

    @Test
    void eachCompletionNeedsAMail() {
        verdict.mails();

        assertThat(verdict.complaints()).singleElement().asString().contains("no mail", "e2");
    }

    private void sent(String... eventIds) {
        for (String id : eventIds) {
            account.trace()
                    .hop(
                            "events:PutEvents",
                            "publisher",
                            "bus",
                            "ok",
                            "{\"detail\":{\"metadata\":{\"id\":\"" + id + "\"},\"data\":{\"todoId\":\"t1\"}}}");
        }
    }

    private static Parked parked(Holds holds, String... eventIds) {
        return new Parked(Map.of(holds, Set.of(eventIds)));
    }
}
