package workshop.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import workshop.local.TodoApi;
import workshop.table.TodoTable;

/**
 * Many clients at once, each with one to-do after the other: create, rename, complete, perhaps reopen and complete again,
 * delete. Now and then somebody writes an item into the table that is no to-do.
 *
 * <p>It keeps what the API has confirmed, which is what the rest of the system then owes.
 */
final class Workload {
    private static final int CLIENTS = 12;
    private static final int CHANGES_FOR_EACH_POISON = 500;

    private enum Step {
        RENAME,
        COMPLETE,
        REOPEN,
        DELETE
    }

    private final TodoApi api;
    private final TodoTable table;
    /** By to-do, the types of the events that it owes, in their order. */
    final Map<String, List<String>> confirmed = new ConcurrentHashMap<>();
    /** The ids of the items that are no to-dos. */
    final Set<String> poison = ConcurrentHashMap.newKeySet();

    private final AtomicInteger done = new AtomicInteger();

    Workload(TodoApi api, TodoTable table) {
        this.api = api;
        this.table = table;
    }

    /** Makes at least so many changes, poison not counted; the seed decides which. */
    void run(int changes, long seed) throws InterruptedException {
        List<List<Step>> scripts = scripts(changes, new Random(seed));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> all = new ArrayList<>();
        try {
            for (int i = 0; i < scripts.size(); i++) {
                List<Step> script = scripts.get(i);
                int number = i;
                all.add(clients.submit(() -> play(number, script)));
            }
            int poisons = Math.max(3, changes / CHANGES_FOR_EACH_POISON);
            for (int i = 0; i < poisons; i++) {
                all.get((int) ((i + 0.5) * all.size() / poisons)).get();
                writePoison(i);
            }
            for (Future<?> client : all) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "A client of the API failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            clients.shutdownNow();
        }
    }

    private static List<List<Step>> scripts(int changes, Random random) {
        List<List<Step>> scripts = new ArrayList<>();
        for (int planned = 0; planned < changes; ) {
            List<Step> script = new ArrayList<>();
            add(script, Step.RENAME, random.nextInt(10) < 4);
            if (random.nextInt(10) < 8) {
                script.add(Step.COMPLETE);
                add(script, Step.RENAME, random.nextInt(10) < 3);
                if (random.nextInt(10) < 2) {
                    script.addAll(List.of(Step.REOPEN, Step.COMPLETE));
                }
            }
            add(script, Step.DELETE, random.nextInt(10) < 8);
            scripts.add(script);
            planned += script.size() + 1;
        }
        return scripts;
    }

    private static void add(List<Step> script, Step step, boolean wanted) {
        if (wanted) {
            script.add(step);
        }
    }

    private void play(int number, List<Step> script) {
        String todoId = api.create("To-do " + number);
        List<String> events = new ArrayList<>(List.of("TodoCreated"));
        done.incrementAndGet();
        for (Step step : script) {
            switch (step) {
                case RENAME -> api.rename(todoId, "To-do " + number + ", renamed by step " + done.get());
                case COMPLETE -> {
                    api.complete(todoId, true);
                    events.add("TodoCompleted");
                }
                case REOPEN -> api.complete(todoId, false);
                case DELETE -> {
                    api.delete(todoId);
                    events.add("TodoDeleted");
                }
            }
            done.incrementAndGet();
        }
        confirmed.put(todoId, events);
    }

    /** An item that is no to-do, in one way or another; the API would never write it. */
    private void writePoison(int number) {
        String todoId = UUID.randomUUID().toString();
        Map<String, AttributeValue> item = TodoTable.todo(todoId, "poison");
        switch (number % 3) {
            case 0 -> item.remove("name");
            case 1 -> item.put("createdAt", AttributeValue.fromS("yesterday"));
            default -> item.put("name", AttributeValue.fromN("42"));
        }
        poison.add(todoId);
        table.put(item);
    }

    int done() {
        return done.get();
    }
}
