package workshop.cloud.events;

import java.time.Instant;
import java.util.List;
import workshop.cloud.AwsError;

/**
 * Events of an archive sent once more to the rules of its bus.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html">Replays</a>
 */
final class Replay {
    final Definition definition;
    final Instant startedAt = Instant.now();
    volatile State state = State.RUNNING;
    volatile Instant lastReplayed; // when the last event that was replayed had occurred; null before the first
    volatile Instant endedAt;

    enum State {
        RUNNING,
        CANCELLING,
        COMPLETED,
        CANCELLED
    }

    /** @param filterArns the rules it goes to; all of the bus if empty */
    record Definition(
            String name,
            String arn,
            String description,
            Archive archive,
            Instant from,
            Instant to,
            List<String> filterArns) {

        boolean reaches(Rule rule) {
            return filterArns.isEmpty() || filterArns.contains(rule.arn());
        }
    }

    Replay(Definition definition) {
        this.definition = definition;
    }

    /** Notes that an event is next; false if none is to come after a cancellation. */
    synchronized boolean next(Event event) {
        if (state == State.RUNNING) {
            lastReplayed = event.time();
        }
        return state == State.RUNNING;
    }

    synchronized void cancel() {
        AwsError.refuse(
                state != State.RUNNING,
                "IllegalStatusException",
                "Replay " + definition.name() + " is not in a valid state for this operation.");
        state = State.CANCELLING;
    }

    synchronized void end() {
        state = state == State.CANCELLING ? State.CANCELLED : State.COMPLETED;
        endedAt = Instant.now();
    }
}
