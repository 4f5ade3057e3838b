package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.record;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;
import todo.testing.WaitedTime;

/** How events become calls, whatever becomes of each call. */
class PublishTest {
    private static final Lesson LESSON = new Lesson("2.4", "publish");
    private static final long MILLIS = 20_000;
    private static final long MAX_WAITED_MILLIS = 1_500;

    /** More calls than any right answer makes. */
    private static final int ENDLESS = 100;

    /** How long the first call of another thread waits for publish to end: if it ends, nobody waits for that call. */
    private static final long PATIENCE_MILLIS = 1_000;

    /** A bus that only remembers its calls. */
    private static final class Calls extends BusClient {
        private final Thread publisher = Thread.currentThread();
        private volatile CountDownLatch ended = new CountDownLatch(1);
        private final AtomicLong patience = new AtomicLong(PATIENCE_MILLIS);
        private final List<List<PutEventsRequestEntry>> calls = new CopyOnWriteArrayList<>();
        private final List<Long> deadlines = new CopyOnWriteArrayList<>();
        private final List<Integer> arrived;
        private long millis = 30;
        private int failing = Integer.MAX_VALUE;
        private int underWay;
        private boolean isSideBySide;

        /** @param arrived how many entries of each call arrive; all of them in those that follow */
        private Calls(Integer... arrived) {
            super(null, "bus-of-this-test");
            this.arrived = List.of(arrived);
        }

        @Override
        PutEventsRequestEntry entry(TodoEvent event) {
            return PutEvents.entry(event);
        }

        @Override
        int send(List<PutEventsRequestEntry> entries, LambdaLogger log, long deadline) {
            if (entries.isEmpty()) {
                return 0;
            }
            int call;
            if (calls.size() == failing) {
                throw new IllegalStateException("for this test");
            }
            synchronized (this) {
                isSideBySide |= underWay++ > 0;
            }
            if (Thread.currentThread() != publisher && isLate()) {
                return 0;
            }
            synchronized (this) {
                call = calls.size();
                LESSON.expect(
                        call < ENDLESS,
                        "publish sends each entry once, so a call that was sent is emptied",
                        "more than " + ENDLESS + " calls");
                calls.add(List.copyOf(entries));
                deadlines.add(deadline);
            }
            if (call < 2) {
                pause();
            }
            synchronized (this) {
                underWay--;
            }
            return call < arrived.size() ? arrived.get(call) : entries.size();
        }

        /** When publish has ended, Lambda freezes the function, and nothing is sent any more. */
        private boolean isLate() {
            try {
                return ended.await(patience.getAndSet(0), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Long enough for another call to begin, if nothing waits for this one. */
        private void pause() {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What the second call has of the first one; nothing, if all is well. */
        private String repeated() {
            return calls.size() < 2 || !calls.get(1).containsAll(calls.get(0))
                    ? ""
                    : calls.get(1).equals(calls.get(0))
                            ? ": the second call has the same entries as the first"
                            : ": each call also has the entries of the calls before it";
        }

        private List<Integer> sizes() {
            return calls.stream().map(List::size).toList();
        }

        private List<String> ids() {
            return calls.stream()
                    .flatMap(call -> call.stream().map(PutEvents::id))
                    .toList();
        }
    }

    @Test
    void no_call_has_more_than_ten_entries_and_each_has_as_many_as_it_can() {
        for (int count : new int[] {25, 11, 10, 1, 0, 100}) {
            Calls bus = new Calls();
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
                    bus.calls.isEmpty()
                            ? "no call"
                            : "calls of " + bus.sizes()
                                    + (bus.repeated().isEmpty() ? missing(events(count), bus) : bus.repeated()));
        }
    }

    /** A function stays in memory, and has its fields as the last request left them. */
    @Test
    void nothing_of_the_events_before_is_sent_again() {
        for (Calls bus : List.of(new Calls(), new Calls(4))) {
            publish(bus, events(12));
            int before = bus.calls.size();
            int published = publish(bus, events(2));
            List<Integer> sizes = bus.sizes().subList(before, bus.calls.size());
            LESSON.expect(
                    published == 2 && sizes.equals(List.of(2)),
                    "of two events that come after twelve others, publish sends and counts these two alone: a field would"
                            + " keep what was before",
                    "for the two, publish returned " + published + "; calls of " + sizes);
        }
    }

    private static String missing(List<TodoEvent> events, Calls bus) {
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
        Calls bus = new Calls();
        int published = publish(bus, events);
        List<Integer> bytes = bus.calls.stream().map(PutEvents::bytes).toList();
        LESSON.expect(
                bytes.stream().allMatch(size -> size <= PutEvents.MAX_BYTES),
                "the entries of one call have at most " + PutEvents.MAX_BYTES
                        + " bytes together; in UTF-8, a letter may be two bytes or more (fits counts them)",
                "calls of " + bytes + " bytes");
        LESSON.expect(
                published == events.size() && bus.ids().equals(ids(events)),
                "all twelve big events are sent, in their order",
                "publish returned " + published + " and sent " + bus.ids()
                        + (bus.calls.size() == 1 && bus.calls.get(0).size() < events.size()
                                ? ", and nothing after the first call, though all its entries arrived: send returned "
                                        + bus.calls.get(0).size() + ", which is the size of the call"
                                : ""));
        LESSON.expect(
                bus.sizes().equals(List.of(6, 6)),
                "six of the twelve big events fit into one call (fits), so there are two calls of six",
                "calls of " + bus.sizes());
        String third =
                "x".repeat(PutEvents.MAX_BYTES / 3 - event(1, "").detailJson().length());
        Calls thirds = new Calls();
        publish(thirds, List.of(event(1, third), event(2, third), event(3, third)));
        LESSON.expect(
                thirds.sizes().equals(List.of(2, 1)),
                "three events whose details alone have " + PutEvents.MAX_BYTES / 3 * 3
                        + " bytes don't fit into one call: their source and detail-type count as well",
                "calls of " + thirds.sizes());
    }

    @Test
    void events_of_different_sizes_fill_each_call_too() {
        Calls bus = new Calls();
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
                        + bus.calls.stream().map(PutEvents::bytes).toList() + " bytes");
    }

    @Test
    void publishing_stops_at_an_event_that_is_too_big() {
        List<TodoEvent> events = List.of(event(1, "small"), event(2, "x".repeat(300_000)), event(3, "small"));
        Calls bus = new Calls(1, 0);
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
        Calls bus = new Calls();
        int published = publish(bus, events);
        LESSON.expect(
                !bus.isSideBySide,
                "a call begins only when the call before it has ended: of two calls at the same time, the later one may arrive first",
                "calls at the same time");
        LESSON.expect(
                bus.ids().equals(ids(events)),
                "the 24 events of eight to-dos are sent in their order, each once",
                "sent " + bus.ids() + bus.repeated());
        LESSON.expect(
                published == events.size(),
                "publish returns how many events are on the bus for sure, here all 24",
                "publish returned " + published);
    }

    @Test
    void nothing_is_sent_after_a_call_that_failed() {
        Calls bus = new Calls(10, 4);
        int published = publish(bus, events(25));
        LESSON.expect(
                bus.calls.size() == 2,
                "the second call fails after 4 of its ten entries, so nothing is sent after it:"
                        + " what comes later would overtake the other six",
                "calls of " + bus.sizes() + " entries");
        LESSON.expect(
                published == 14,
                "10 entries of the first call arrive and 4 of the second, so 14 of 25 events are on the bus for sure",
                "publish returned " + published);
    }

    @Test
    void what_the_last_call_did_not_send_is_not_counted() {
        int published = publish(new Calls(10, 1), events(12));
        LESSON.expect(
                published == 11,
                "1 of the last call's two entries arrives, so 11 of 12 events are on the bus for sure",
                "publish returned " + published);
        for (int failing : new int[] {0, 1}) {
            Calls calls = new Calls();
            calls.failing = failing;
            int counted = 0;
            try {
                counted = calls.publish(events(15), new LambdaRequest().getLogger(), MILLIS);
            } catch (RuntimeException e) {
                // may go through: Lambda sends the batch again
            }
            LESSON.expect(
                    counted <= 10 * failing,
                    "the events of a call for which send throws are not counted: they may not be on the bus",
                    "publish returned " + counted);
        }
        Calls bus = new Calls();
        int sent = publish(bus, events(25), 0);
        LESSON.expect(
                sent == bus.ids().size(),
                "what is not sent because the deadline is over is not counted: it is not on the bus",
                "publish returned " + sent + ", and " + bus.ids().size() + " of 25 events were sent");
    }

    @Test
    void every_call_has_the_same_deadline() {
        Calls bus = new Calls();
        bus.millis = 300;
        long start = System.currentTimeMillis();
        publish(bus, events(25));
        LongSummaryStatistics deadlines =
                bus.deadlines.stream().mapToLong(deadline -> deadline - start).summaryStatistics();
        LESSON.expect(
                !bus.deadlines.isEmpty()
                        && deadlines.getMax() - deadlines.getMin() < bus.millis
                        && 0 < deadlines.getMin()
                        && deadlines.getMax() < MILLIS,
                "each call of send gets the same deadline, the variable that is given: all calls must be done by then",
                bus.deadlines.isEmpty() ? "no call" : inWords(deadlines, Collections.min(bus.deadlines)));
    }

    private static String inWords(LongSummaryStatistics deadlines, long earliest) {
        return earliest <= MILLIS
                ? earliest + ", a number of milliseconds, where a point in time is needed"
                : "deadlines between " + deadlines.getMin() + " and " + deadlines.getMax()
                        + " ms from now, where publish may take " + MILLIS + " ms";
    }

    private static int publish(Calls bus, List<TodoEvent> events) {
        return publish(bus, events, MILLIS);
    }

    private static int publish(Calls bus, List<TodoEvent> events, long millis) {
        bus.ended = new CountDownLatch(1);
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
            bus.ended.countDown();
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
