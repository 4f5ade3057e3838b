package todo.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Something done to the system whose effect is waited for, hop by hop. It is done again now and then: right after a
 * deployment, a rule may miss events, and then waiting longer for the first one is in vain.
 *
 * @param <T> what identifies one time that it was done, such as the id of a to-do
 */
final class Stimulus<T> {
    private static final Duration AT_MOST = Duration.ofSeconds(90);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Supplier<T> action;
    private final List<T> done = new ArrayList<>();
    private Instant last = Instant.MIN;

    Stimulus(Supplier<T> action) {
        this.action = action;
    }

    /**
     * Waits until one of the times that it was done has got this far.
     *
     * @param hop the hop that is missing if it doesn't, and what to look at
     * @param log of the function at this hop, whose last lines may say why
     * @return which one got there
     */
    T reaches(String hop, LogGroup log, Predicate<T> there) {
        try {
            return await(hop)
                    .atMost(AT_MOST)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> oneThatIs(there), Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(hop + " Waited " + AT_MOST.toSeconds() + " s. " + log.end());
        }
    }

    private Optional<T> oneThatIs(Predicate<T> there) {
        if (last.plus(AGAIN_AFTER).isBefore(Instant.now())) {
            done.add(action.get());
            last = Instant.now();
        }
        return done.stream().filter(there).findFirst();
    }
}
