package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.record;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;
import todo.testing.WaitedTime;

/** How events become calls, whatever becomes of each call. */
class PublishTest {
    private static final Lesson LESSON = new Lesson("2.4", "publish");
    private static final long MILLIS = 20_000;
    private static final long MAX_WAITED_MILLIS = 1_500;

    @Test
    void no_call_has_more_than_ten_entries_and_each_has_as_many_as_it_can() {
        for (int count : new int[] {25, 11, 10, 1, 0, 100}) {
            RememberedCalls bus = new RememberedCalls();
            WaitedTime waited = new WaitedTime();
            publish(bus, events(count));
            long millis = waited.millis();
            LESSON.expect(
                    millis < MAX_WAITED_MILLIS,
                    "publish sends one call after the other and doesn't wait in between; only send waits, before it tries again",
                    millis + " ms of sleep for " + count + " events");
            List<Integer> wanted = IntStream.range(0, (count + 9) / 10)
                    .map(call -> Math.min(10, count - call * 10))
                    .boxed()
                    .toList();
            List<Integer> sizes =
                    bus.sizes().stream().sorted(Comparator.reverseOrder()).toList();
            LESSON.expect(
                    sizes.equals(wanted),
                    count + " events go to the bus in calls of " + wanted
                            + " entries: one call takes at most ten, and each is as full as it can be (fits says what a call"
                            + " takes, and send sends it)",
                    bus.calls().isEmpty()
                            ? "no call"
                            : "calls of " + bus.sizes()
                                    + (bus.repeated().isEmpty() ? missing(events(count), bus) : bus.repeated()));
        }
    }

    /** A function stays in memory, and has its fields as the last request left them. */
    @Test
    void nothing_of_the_events_before_is_sent_again() {
        for (RememberedCalls bus : List.of(new RememberedCalls(), new RememberedCalls(4))) {
            publish(bus, events(12));
            int before = bus.calls().size();
            int published = publish(bus, events(2));
            List<Integer> sizes = bus.sizes().subList(before, bus.calls().size());
            LESSON.expect(
                    published == 2 && sizes.equals(List.of(2)),
                    "of two events that come after twelve others, publish sends and counts these two alone: a field would"
                            + " keep what was before",
                    "for the two, publish returned " + published + "; calls of " + sizes);
        }
    }

    private static String missing(List<TodoEvent> events, RememberedCalls bus) {
        List<String> missing =
                ids(events).stream().filter(id -> !bus.ids().contains(id)).toList();
        return missing.isEmpty()
                ? ""
                : ": no call has " + String.join(", ", missing.subList(0, Math.min(3, missing.size())))
                        + (missing.size() > 3 ? " …" : "");
    }

    @Test
    void no_call_has_more_bytes_than_PutEvents_accepts() {
        List<TodoEvent> events = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> event(number, "ß".repeat(20_000)))
                .toList();
        RememberedCalls bus = new RememberedCalls();
        int published = publish(bus, events);
        List<Integer> bytes = bus.calls().stream().map(PutEvents::bytes).toList();
        LESSON.expect(
                bytes.stream().allMatch(size -> size <= PutEvents.MAX_BYTES),
                "the entries of one call have at most " + PutEvents.MAX_BYTES
                        + " bytes together; in UTF-8, a letter may be two bytes or more (fits counts them)",
                "calls of " + bytes + " bytes");
        LESSON.expect(
                bus.ids().equals(ids(events)),
                "all twelve big events are sent, in their order",
                "sent " + bus.ids()
                        + (bus.calls().size() == 1 && bus.calls().get(0).size() < events.size()
                                ? ", and nothing after the first call, though all its entries arrived: send returned "
                                        + bus.calls().get(0).size() + ", which is the size of the call"
                                : ""));
        LESSON.expect(
                published == events.size(),
                "all twelve big events are on the bus for sure, and publish returns how many that are, 12",
                "publish returned " + published + ", after calls of " + bus.sizes() + " entries");
        LESSON.expect(
                bus.sizes().equals(List.of(6, 6)),
                "six of the twelve big events fit into one call (fits), so there are two calls of six",
                "calls of " + bus.sizes());
        String third =
                "x".repeat(PutEvents.MAX_BYTES / 3 - event(1, "").detailJson().length());
        RememberedCalls thirds = new RememberedCalls();
        publish(thirds, List.of(event(1, third), event(2, third), event(3, third)));
        LESSON.expect(
                thirds.sizes().equals(List.of(2, 1)),
                "three events whose details alone have " + PutEvents.MAX_BYTES / 3 * 3
                        + " bytes don't fit into one call: their source and detail-type count as well",
                "calls of " + thirds.sizes());
    }

    @Test
    void events_of_different_sizes_fill_each_call_too() {
        RememberedCalls bus = new RememberedCalls();
        List<Integer> kilobytes = List.of(80, 80, 120, 20, 20);
        publish(
                bus,
                IntStream.range(0, kilobytes.size())
                        .mapToObj(i -> event(i + 1, "x".repeat(kilobytes.get(i) * 1_000)))
                        .toList());
        LESSON.expect(
                bus.sizes().equals(List.of(2, 3)),
                "events of 80, 80, 120, 20 and 20 KB go to the bus in calls of [2, 3] entries: before an entry is added to a"
                        + " call, fits says whether this entry still fits into it",
                "calls of " + bus.sizes() + " entries and "
                        + bus.calls().stream().map(PutEvents::bytes).toList() + " bytes");
    }

    @Test
    void publishing_stops_at_an_event_that_is_too_big() {
        List<TodoEvent> events = List.of(event(1, "small"), event(2, "x".repeat(300_000)), event(3, "small"));
        RememberedCalls bus = new RememberedCalls(1, 0);
        int published = publish(bus, events);
        LESSON.expect(
                published == 1
                        && bus.ids().equals(List.of("event-1", "event-2"))
                        && bus.sizes().equals(List.of(1, 1)),
                "the second of three events is too big for any call. publish sends it alone, and EventBridge refuses it,"
                        + " so 1 event is on the bus for sure; if publish left it out, it would be lost",
                "publish returned " + published + " and sent " + bus.ids() + " in calls of " + bus.sizes());
    }

    @Test
    void events_are_sent_in_their_order_and_each_once() {
        List<TodoEvent> events = lives(8);
        RememberedCalls bus = new RememberedCalls();
        int published = publish(bus, events);
        LESSON.expect(
                !bus.isSideBySide(),
                "a call begins only when the call before it has ended: of two calls at the same time, the later one may arrive first",
                "calls at the same time");
        LESSON.expect(
                bus.ids().equals(ids(events)),
                "the 24 events of eight to-dos, three of each one after the other, are sent in their order, each once",
                "sent " + bus.ids() + bus.repeated());
        LESSON.expect(
                published == events.size(),
                "publish returns how many events are on the bus for sure, here all 24",
                "publish returned " + published);
    }

    @Test
    void nothing_is_sent_after_a_call_that_failed() {
        RememberedCalls bus = new RememberedCalls(10, 4);
        int published = publish(bus, events(25));
        LESSON.expect(
                bus.calls().size() == 2,
                "the second call fails after 4 of its ten entries, so nothing is sent after it:"
                        + " what comes later would overtake the other six",
                bus.calls().size() + (bus.calls().size() == 1 ? " call, of " : " calls, of ") + bus.sizes() + " entries"
                        + bus.repeated());
        LESSON.expect(
                published == 14,
                "10 entries of the first call arrive and 4 of the second, so 14 of 25 events are on the bus for sure",
                "publish returned " + published);
    }

    @Test
    void what_the_last_call_did_not_send_is_not_counted() {
        int published = publish(new RememberedCalls(10, 1), events(12));
        LESSON.expect(
                published == 11,
                "1 of the last call's two entries arrives, so 11 of 12 events are on the bus for sure",
                "publish returned " + published);
        RememberedCalls bus = new RememberedCalls();
        int sent = publish(bus, events(25), 0);
        LESSON.expect(
                sent == bus.ids().size(),
                "what is not sent because the deadline is over is not counted: it is not on the bus",
                "publish returned " + sent + ", and " + bus.ids().size() + " of 25 events were sent");
    }

    @Test
    void nothing_is_counted_or_sent_after_what_throws() {
        for (int failing : new int[] {0, 1}) {
            RememberedCalls bus = new RememberedCalls();
            bus.failing = failing;
            expectOnlyBefore(
                    bus,
                    15,
                    "the events of a call for which send throws are not counted: they may not be on the bus. What comes"
                            + " after them isn't sent, as after a call that failed");
        }
        RememberedCalls bus = new RememberedCalls();
        bus.unmade = "event-3";
        expectOnlyBefore(
                bus,
                12,
                "entry throws for the third of twelve events: at most the two before it are sent and counted. An event that"
                        + " is left out would be lost, as nobody sends it again");
    }

    /** Fails unless what is counted, and all that is sent, comes before what throws; the exception itself may go through. */
    private static void expectOnlyBefore(RememberedCalls bus, int count, String expected) {
        int counted = 0;
        bus.begin();
        try {
            counted = bus.publish(events(count), new LambdaRequest().getLogger(), MILLIS);
        } catch (RuntimeException e) {
            // Lambda sends the batch again
        } finally {
            bus.end();
        }
        List<String> sent = bus.ids();
        LESSON.expect(
                counted <= sent.size() && sent.equals(ids(events(count)).subList(0, Math.min(count, sent.size()))),
                expected,
                "publish returned " + counted + (sent.isEmpty() ? ", and sent nothing" : ", and sent " + sent)
                        + (counted == count ? ": does a catch in publish count all of them?" : ""));
    }

    @Test
    void every_call_has_the_same_deadline() {
        RememberedCalls bus = new RememberedCalls();
        bus.millis = 150;
        long start = System.currentTimeMillis();
        publish(bus, events(25));
        LongSummaryStatistics deadlines =
                bus.deadlines().stream().mapToLong(deadline -> deadline - start).summaryStatistics();
        LESSON.expect(
                !bus.deadlines().isEmpty()
                        && deadlines.getMax() - deadlines.getMin() < bus.millis
                        && 0 < deadlines.getMin()
                        && deadlines.getMax() < MILLIS,
                "each call of send gets the same deadline, the variable that is given: all calls must be done by then",
                bus.deadlines().isEmpty() ? "no call" : inWords(deadlines, Collections.min(bus.deadlines())));
    }

    private static String inWords(LongSummaryStatistics deadlines, long earliest) {
        return earliest <= MILLIS
                ? earliest + ", a number of milliseconds, where a point in time is needed"
                : "deadlines between " + deadlines.getMin() + " and " + deadlines.getMax()
                        + " ms from now, where publish may take " + MILLIS + " ms";
    }

    private static int publish(RememberedCalls bus, List<TodoEvent> events) {
        return publish(bus, events, MILLIS);
    }

    private static int publish(RememberedCalls bus, List<TodoEvent> events, long millis) {
        bus.begin();
        try {
            return bus.publish(events, new LambdaRequest().getLogger(), millis);
        } catch (RuntimeException | Error e) {
            boolean isPastSend = String.valueOf(e.getMessage()).contains("\"this.eventBridge\" is null");
            throw LESSON.failure(
                    isPastSend
                            ? "publish sends each call with send(call, log, deadline), which sends again what failed"
                            : "publish returns how many events are on the bus, and throws nothing",
                    isPastSend ? "a call of eventBridge or sendOnce" : e);
        } finally {
            bus.end();
        }
    }

    /** As many events, of different to-dos, with the ids event-1, event-2 and so on. */
    static List<TodoEvent> events(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> event(number, "To-do " + number))
                .toList();
    }

    /** Created, completed, deleted, one to-do after the other. */
    private static List<TodoEvent> lives(int todos) {
        return IntStream.range(0, 3 * todos)
                .mapToObj(number -> event(
                        number + 1,
                        "t-" + number / 3,
                        List.of(TodoEvent.CREATED, TodoEvent.COMPLETED, TodoEvent.DELETED)
                                .get(number % 3),
                        "To-do"))
                .toList();
    }

    private static TodoEvent event(int number, String name) {
        return event(number, "t-" + number, TodoEvent.CREATED, name);
    }

    private static TodoEvent event(int number, String todoId, String type, String name) {
        String completed = type.equals(TodoEvent.CREATED) ? "false" : "true";
        TodoEvent published = new TodoChange(
                        record(insert(1, image(todoId, name, completed, StreamRecords.CREATED_AT))))
                .event()
                .orElseThrow();
        TodoEvent.Metadata metadata = published.detail().metadata();
        return new TodoEvent(
                type,
                new TodoEvent.Detail(
                        new TodoEvent.Metadata("event-" + number, metadata.version(), metadata.occurredAt()),
                        published.todo()));
    }

    private static List<String> ids(List<TodoEvent> events) {
        return events.stream().map(TodoEvent::id).toList();
    }
}
