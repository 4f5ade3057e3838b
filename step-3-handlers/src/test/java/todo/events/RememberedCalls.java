package todo.events;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import todo.testing.Lesson;

/** A bus that only remembers its calls. */
final class RememberedCalls extends BusClient {
    private static final Lesson LESSON = new Lesson("2.4", "publish");

    /** More calls than any right answer makes. */
    private static final int ENDLESS = 100;

    /** How long the first call of another thread waits for publish to end: if it ends, nobody waits for that call. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final Thread publisher = Thread.currentThread();
    private volatile CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong patience = new AtomicLong(PATIENCE_MILLIS);
    private final List<List<PutEventsRequestEntry>> calls = new CopyOnWriteArrayList<>();
    private final List<Long> deadlines = new CopyOnWriteArrayList<>();
    private final List<Integer> arrived;

    /** How long each of the first two calls takes. */
    long millis = 30;

    /** The call that throws, counted from 0, and the event of which no entry can be made; neither, unless a test says so. */
    int failing = Integer.MAX_VALUE;

    String unmade = "";
    private int attempts;
    private int underWay;
    private boolean isSideBySide;

    /** @param arrived how many entries of each call arrive; all of them in those that follow */
    RememberedCalls(Integer... arrived) {
        super(null, PutEvents.BUS_NAME);
        this.arrived = List.of(arrived);
    }

    @Override
    PutEventsRequestEntry entry(TodoEvent event) {
        if (event.id().equals(unmade)) {
            throw new IllegalStateException("for this test");
        }
        return PutEvents.entry(event);
    }

    @Override
    int send(List<PutEventsRequestEntry> entries, LambdaLogger log, long deadline) {
        if (entries.isEmpty()) {
            return 0;
        }
        int call;
        if (attempts++ == failing) {
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

    /** What a call has of the one before it; nothing, if all is well. */
    String repeated() {
        for (int i = 1; i < calls.size(); i++) {
            if (calls.get(i).equals(calls.get(i - 1))) {
                return ": call " + (i + 1) + " has the same entries as call " + i;
            }
            if (calls.get(i).containsAll(calls.get(i - 1))) {
                return ": each call also has the entries of the calls before it";
            }
        }
        return "";
    }

    void begin() {
        ended = new CountDownLatch(1);
    }

    void end() {
        ended.countDown();
    }

    List<List<PutEventsRequestEntry>> calls() {
        return calls;
    }

    List<Long> deadlines() {
        return deadlines;
    }

    /** Whether a call began before another one had ended. */
    boolean isSideBySide() {
        return isSideBySide;
    }

    List<Integer> sizes() {
        return calls.stream().map(List::size).toList();
    }

    List<String> ids() {
        return calls.stream().flatMap(call -> call.stream().map(PutEvents::id)).toList();
    }
}
