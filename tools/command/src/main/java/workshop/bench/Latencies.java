package workshop.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import workshop.cloud.Account;
import workshop.local.TodoApi;

/** How long after the API's answer something happens, one to-do after the other. */
final class Latencies {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TodoApi api;
    private final Map<String, Instant> created = new ConcurrentHashMap<>();
    private final Map<String, Instant> mailed = new ConcurrentHashMap<>();
    private volatile CountDownLatch awaited = new CountDownLatch(1);

    Latencies(Account account, TodoApi api) {
        this.api = api;
        account.trace().listen(hop -> {
            if (hop.kind().equals("lambda:Invoke") && hop.to().contains("TodoCreatedHandler")) {
                created.put(hop.payload(), hop.at());
                awaited.countDown();
            }
        });
        account.inbox().listen(mail -> {
            mailed.put(mail.text(), Instant.now());
            awaited.countDown();
        });
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

    private List<Double> measured(int count, Map<String, Instant> arrivals, Function<Integer, String> change)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrivals.clear();
            awaited = new CountDownLatch(1);
            String todoId = change.apply(i);
            Instant answered = Instant.now();
            Instant arrived = arrival(todoId, arrivals);
            millis.add(Duration.between(answered, arrived).toNanos() / 1e6);
        }
        millis.sort(null);
        return millis;
    }

    private Instant arrival(String todoId, Map<String, Instant> arrivals) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (Map.Entry<String, Instant> arrival : arrivals.entrySet()) {
                if (arrival.getKey().contains(todoId)) {
                    return arrival.getValue();
                }
            }
            awaited.await(1, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException("To-do " + todoId + " did not arrive within " + PATIENCE.toSeconds() + " s");
    }

    /** The value that this share of the sorted values doesn't exceed. */
    static double percentile(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
