package workshop.bench;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import workshop.aws.Services;
import workshop.local.RunningProject;
import workshop.table.TodoTable;

/** How many PutEvents calls it takes to publish to-dos that were all written at once, in one transaction. */
record Publishing(RunningProject running, Services services) {
    private static final int RECORDS = 95;
    private static final int ENTRIES_OF_A_CALL = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    List<Measurement> measurements() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger batches = new AtomicInteger();
        AtomicInteger published = new AtomicInteger();
        running.account().trace().listen(hop -> {
            switch (hop.kind()) {
                case "events:PutEventsCall" -> calls.incrementAndGet();
                case "events:PutEvents" -> published.incrementAndGet();
                case "lambda:Invoke" -> batches.addAndGet(hop.to().contains("StreamPublisher") ? 1 : 0);
                default -> {}
            }
        });
        new TodoTable(services.dynamoDb(), running.output("TableName"))
                .write(Stream.generate(() -> TodoTable.todo(UUID.randomUUID().toString(), "One of many"))
                        .limit(RECORDS)
                        .toList());
        if (!running.awaitQuiet(Duration.ofSeconds(1), PATIENCE)) {
            throw new IllegalStateException("Publishing " + RECORDS + " records took longer than " + PATIENCE);
        }
        // a batch that the mapping cut in two may take one call more than the whole
        int least = (published.get() + ENTRIES_OF_A_CALL - 1) / ENTRIES_OF_A_CALL + batches.get() - 1;
        return List.of(Measurement.atMost(
                "PutEvents calls for " + published + " records, in " + batches + " batch(es)",
                calls.get(),
                least,
                "calls"));
    }
}
