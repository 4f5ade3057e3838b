package workshop.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.Account;
import workshop.course.testing.Memory;
import workshop.local.TodoApi;

/**
 * To-dos that are created, completed and deleted as fast as the whole system takes them: a new one begins when an earlier one
 * has gone through all hops, its completion mailed and its deletion handled.
 */
final class Load {
    private static final int CLIENTS = 8;
    private static final int UNDER_WAY = 32;
    private static final int HOPS_TO_WAIT_FOR = 2;
    private static final int SECOND = 1_000;
    private static final Pattern TODO_ID = Pattern.compile("\"todoId\":\"([^\"]+)\"");
    private static final Pattern MAILED = Pattern.compile("To-do: +(\\S+)");

    private final TodoApi api;
    private final Semaphore free = new Semaphore(UNDER_WAY);
    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile boolean goesOn = true;

    /**
     * What came of it.
     *
     * @param todos how many went through all hops
     * @param memory resident MiB of all processes, once a second
     */
    record Result(int todos, double seconds, Usage usage, List<Long> memory) {

        double perSecond() {
            return todos / seconds;
        }

        /** Memory at the end of the run over memory in its middle. */
        double growth() {
            int third = memory.size() / 3;
            return median(memory.subList(memory.size() - third, memory.size()))
                    / median(memory.subList(third, memory.size() - third));
        }

        private static double median(List<Long> values) {
            return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
        }
    }

    Load(Account account, TodoApi api) {
        this.api = api;
        account.trace().listen(hop -> {
            if (hop.kind().equals("lambda:Return")
                    && hop.outcome().equals("ok")
                    && hop.to().contains("TodoDeletedHandler")) {
                arrived(TODO_ID, hop.payload());
            }
        });
        account.inbox().listen(mail -> arrived(MAILED, mail.text()));
    }

    private void arrived(Pattern id, String text) {
        Matcher matcher = id.matcher(text);
        AtomicInteger left = matcher.find() ? open.get(matcher.group(1)) : null;
        if (left != null && left.decrementAndGet() == 0) {
            open.remove(matcher.group(1));
            finished.incrementAndGet();
            free.release();
        }
    }

    /** Runs it for so many seconds, after a warm-up of so many seconds that isn't measured. */
    Result run(int warmUp, int seconds) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(clients.submit(this::client));
        }
        Thread.sleep((long) warmUp * SECOND);
        int before = finished.get();
        Usage usage = Usage.now();
        long start = System.nanoTime();
        List<Long> memory = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            Thread.sleep(SECOND);
            memory.add(Memory.ofTree(ProcessHandle.current()).orElseThrow());
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        Result result = new Result(finished.get() - before, elapsed, Usage.now().since(usage), memory);
        goesOn = false;
        free.release(CLIENTS);
        clients.shutdown();
        clients.awaitTermination(1, TimeUnit.MINUTES);
        for (Future<?> client : running) {
            requireNoFailure(client);
        }
        return result;
    }

    private void client() {
        try {
            for (free.acquire(); goesOn; free.acquire()) {
                String todoId = api.create("Under load");
                open.put(todoId, new AtomicInteger(HOPS_TO_WAIT_FOR));
                api.complete(todoId, true);
                api.delete(todoId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireNoFailure(Future<?> client) throws InterruptedException {
        try {
            client.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Under load, " + e.getCause().getMessage(), e.getCause());
        }
    }
}
