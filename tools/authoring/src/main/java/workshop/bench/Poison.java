package workshop.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import workshop.aws.Services;
import workshop.local.RunningProject;
import workshop.redrive.Parked;
import workshop.redrive.ParkingQueue;
import workshop.table.TodoTable;

/** Five items written in one transaction, the third of which is no to-do. */
record Poison(RunningProject running, Services services) {
    private static final Pattern TODO_ID = Pattern.compile("\"todoId\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    List<Measurement> measurements() throws InterruptedException {
        Map<String, Integer> published = new ConcurrentHashMap<>();
        Map<String, Integer> handled = new ConcurrentHashMap<>();
        running.account().trace().listen(hop -> {
            if (hop.kind().equals("events:PutEvents") && hop.outcome().equals("ok")) {
                count(published, hop.payload());
            } else if (hop.kind().equals("lambda:Return")
                    && hop.to().contains("TodoCreatedHandler")
                    && hop.outcome().equals("ok")) {
                count(handled, hop.payload());
            }
        });
        int parked = parked();
        List<String> good = write();
        if (!running.awaitQuiet(Duration.ofSeconds(1), PATIENCE)) {
            throw new IllegalStateException("The poison record still has the system busy after " + PATIENCE);
        }
        long arrived = good.stream().filter(handled::containsKey).count();
        int most = good.stream()
                .mapToInt(id -> published.getOrDefault(id, 0))
                .max()
                .orElse(0);
        return List.of(
                Measurement.atLeast("five records, the third poison: neighbours handled", arrived, 4, "of 4"),
                Measurement.atLeast("… and in the on-failure queue", parked() - parked, 1, "record"),
                Measurement.atMost("… and each neighbour published", most, 1, "time"));
    }

    private int parked() {
        return Parked.in(services, ParkingQueue.of(services, running.stackName()))
                .in(ParkingQueue.Contents.FAILED_RECORDS)
                .size();
    }

    /** The ids of the four that are to-dos. */
    private List<String> write() {
        List<String> good = new ArrayList<>();
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String todoId = UUID.randomUUID().toString();
            Map<String, AttributeValue> item = TodoTable.todo(todoId, "Beside a poison record");
            if (i == 3) {
                item.remove("name");
            } else {
                good.add(todoId);
            }
            items.add(item);
        }
        new TodoTable(services.dynamoDb(), running.output("TableName")).write(items);
        return good;
    }

    private static void count(Map<String, Integer> counts, String payload) {
        Matcher id = TODO_ID.matcher(payload);
        if (id.find()) {
            counts.merge(id.group(1), 1, Integer::sum);
        }
    }
}
