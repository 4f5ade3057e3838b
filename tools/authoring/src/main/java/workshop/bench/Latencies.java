package workshop.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import workshop.cloud.Account;
import workshop.local.TodoApi;

/** How long after the API's answer something happens, one to-do after the other. */
final class Latencies {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TodoApi api;
    private final BlockingQueue<Arrival> created = new LinkedBlockingQueue<>();
    private final BlockingQueue<Arrival> mailed = new LinkedBlockingQueue<>();

    /** @param text names the to-do */
    private record Arrival(String text, Instant at) {}

    Latencies(Account account, TodoApi api) {
        this.api = api;
        account.trace().listen(hop -> {
            if (hop.kind().equals("lambda:Invoke") && hop.to().contains("TodoCreatedHandler")) {
                created.add(new Arrival(hop.payload(), hop.at()));
            }
        });
        account.inbox().listen(mail -> mailed.add(new Arrival(mail.text(), Instant.now())));
    }

    /** Milliseconds from POST answered to the handler's invocation, sorted. */
    List<Double> toHandler(int count) throws InterruptedException {
        return measured(count, created, number -> api.create("To the handler " + number));
    }

    /** Milliseconds from PATCH (completed) answered to the mail in the inbox, sorted. */
    List<Double> toMail(int count) throws InterruptedException {
        return measured(count, mailed, number -> {
            String todoId = api.create("To the mail " + number);
            api.complete(todoId, true);
            return todoId;
        });
    }

    private List<Double> measured(int count, BlockingQueue<Arrival> arrivals, Function<Integer, String> change)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrivals.clear();
            String todoId = change.apply(i);
            Instant answered = Instant.now();
            Instant arrived = arrival(todoId, arrivals);
            millis.add(Duration.between(answered, arrived).toNanos() / 1e6);
        }
        millis.sort(null);
        return millis;
    }

    private Instant arrival(String todoId, BlockingQueue<Arrival> arrivals) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Arrival arrival;
        while ((arrival = arrivals.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
            if (arrival.text().contains(todoId)) {
                return arrival.at();
            }
        }
        throw new IllegalStateException("To-do " + todoId + " did not arrive within " + PATIENCE.toSeconds() + " s");
    }

    /** The value that this share of the sorted values doesn't exceed. */
    static double percentile(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
