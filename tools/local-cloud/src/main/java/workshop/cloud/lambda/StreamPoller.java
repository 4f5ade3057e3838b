package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.dynamodb.Position;
import workshop.cloud.dynamodb.Streams;
import workshop.cloud.lambda.Invocation.Result;

/**
 * Reads a table's stream for a function: in order, in batches, again when it fails, and to a queue when it fails for
 * good. A write to the table wakes it; it never polls on a timer.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB streams</a>
 */
final class StreamPoller implements Poller {
    /** After a write its record is visible at once or within this many looks, each a millisecond longer apart. */
    private static final int LOOKS = 12;

    private static final long FIRST_BACKOFF_MILLIS = 20;
    private static final long MAX_BACKOFF_MILLIS = 1_000;

    private final BatchInvoker batches;
    private final MappingDefinition definition;
    private final Streams streams;
    private volatile Position position;
    volatile String lastResult;
    private final Semaphore due = new Semaphore(1);
    private final AtomicInteger writes = new AtomicInteger(1);
    private final Runnable waker = this::wake;
    private final Thread reader;
    private volatile boolean open = true;
    private volatile int followed;
    private int noticed;

    /** @param before of a mapping that is changed and goes on where it was; null for a new one */
    StreamPoller(BatchInvoker batches, StreamPoller before, Streams streams) {
        this.batches = batches;
        this.definition = batches.definition();
        this.streams = streams;
        this.position = before == null ? null : before.position;
        this.lastResult = before == null ? "No records processed" : before.lastResult;
        this.reader = Daemon.named("stream-" + definition.function().name()).newThread(this::read);
    }

    @Override
    public void check() {
        checkAccess();
        Lambda.refuse(!streams.exists(definition.source()), "Stream not found: " + definition.source());
        if (definition.onFailure() != null) {
            new Destinations(batches.lambda()).checkOfStream(batches.function(), definition.onFailure());
        }
    }

    private void checkAccess() {
        for (String action : List.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")) {
            Lambda.refuse(
                    !batches.mayDo("dynamodb:" + action, definition.source()),
                    "Cannot access stream " + definition.source()
                            + ". Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and"
                            + " ListStreams Actions on your stream in IAM.");
        }
    }

    @Override
    public void start() {
        streams.onWrite(definition.source(), waker);
        if (position == null) {
            boolean latest = definition.startingPosition().equals("LATEST");
            position = latest ? streams.latest(definition.source()) : new Position();
        }
        reader.start();
    }

    private void wake() {
        writes.incrementAndGet();
        due.release();
    }

    @Override
    public boolean isQuiet() {
        return followed == writes.get();
    }

    private void read() {
        try {
            while (open) {
                due.acquire();
                notice();
                if (!definition.window().isZero()) {
                    Thread.sleep(definition.window().toMillis());
                }
                drainOrTryAgain();
                followed = noticed;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void notice() {
        due.drainPermits();
        noticed = writes.get();
    }

    /** Whatever fails unforeseen, the mapping lives on: what was not worked off is read again. */
    private void drainOrTryAgain() throws InterruptedException {
        try {
            drain();
        } catch (RuntimeException e) {
            batches.report("Can't work off the stream, and will try again: " + e);
            Thread.sleep(MAX_BACKOFF_MILLIS);
            wake();
        }
    }

    /** The position moves on only when its records are worked off: a mapping that is closed before reads them again. */
    private void drain() throws InterruptedException {
        checkAccess(); // which the role may have lost
        int empty = 0;
        while (open && empty < LOOKS) {
            Position next = position.copy();
            List<ObjectNode> records = readOrNothing(next);
            if (records.isEmpty() && due.tryAcquire(empty, TimeUnit.MILLISECONDS)) {
                notice();
                empty = 0;
            } else if (records.isEmpty()) {
                empty++;
            } else {
                empty = LOOKS - 2;
                List<ObjectNode> wanted = wanted(records);
                if (!wanted.isEmpty()) {
                    process(wanted, next.shard());
                }
                if (open) {
                    position = next;
                }
            }
        }
    }

    private List<ObjectNode> wanted(List<ObjectNode> records) {
        List<ObjectNode> wanted = records.stream().filter(batches::wants).toList();
        records.stream()
                .filter(record -> !wanted.contains(record))
                .forEach(record -> batches.keptOut(record, causes(List.of(record))));
        return wanted;
    }

    private List<Long> causes(List<ObjectNode> records) {
        return streams.causes(definition.source(), records);
    }

    private List<ObjectNode> readOrNothing(Position from) {
        try {
            return streams.read(definition.source(), from, definition.batchSize());
        } catch (AwsError e) {
            if (open) {
                batches.report("Can't read the stream: " + e.getMessage());
            }
            return List.of();
        }
    }

    /** Works through the batch until all of it is done or given up. */
    private void process(List<ObjectNode> batch, String shard) throws InterruptedException {
        List<ObjectNode> remaining = batch;
        int attempts = 0;
        while (open && !remaining.isEmpty()) {
            remaining = withoutAged(remaining, shard, attempts);
            if (remaining.isEmpty()) {
                return;
            }
            Result result = invokeOrNull(remaining);
            if (result == null) {
                Thread.sleep(MAX_BACKOFF_MILLIS);
                continue;
            }
            lastResult = result.failed() ? "PROBLEM: Function call failed" : "OK";
            attempts++;
            int done = done(remaining, result);
            if (done == remaining.size()) {
                return;
            }
            if (done > 0) {
                remaining = remaining.subList(done, remaining.size());
                attempts = 0;
                again(remaining, result, Map.of("done", done));
                continue;
            }
            if (definition.bisect() && remaining.size() > 1) {
                int half = remaining.size() / 2;
                again(remaining, result, Map.of("halves", List.of(half, remaining.size() - half)));
                process(remaining.subList(0, half), shard);
                remaining = remaining.subList(half, remaining.size());
                attempts = 0;
            } else if (definition.retries() >= 0 && attempts > definition.retries()) {
                giveUp(remaining, shard, "RetryAttemptsExhausted", attempts, result);
                return;
            } else {
                long wait = Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(attempts, 10));
                int most = definition.retries() + 1; // 0 for no bound
                again(remaining, result, Map.of("try", attempts + 1, "of", most, "waitMillis", wait));
                Thread.sleep(wait);
            }
        }
    }

    /** Notes that records are tried again, by their keys; the first of them is the one that failed, as far as one knows. */
    private void again(List<ObjectNode> records, Result result, Map<String, Object> how) {
        JsonNode keys = Json.list(records, record -> record.at("/dynamodb/Keys"));
        batches.trace(List.of(result.hop()), "lambda:Retry", "waits", Json.write(keys), how);
    }

    /** Null if the function is throttled, which is no attempt: that ends with the age of the records alone. */
    private Result invokeOrNull(List<ObjectNode> records) {
        try {
            return batches.invoke(records, causes(records));
        } catch (AwsError e) {
            if (e.status() != 429) {
                throw e;
            }
            return null;
        }
    }

    /** How many records, counted from the first, are done: those before the first one that failed. */
    private int done(List<ObjectNode> records, Result result) {
        List<String> ids = records.stream().map(StreamPoller::sequenceNumber).toList();
        Set<String> failed = batches.failures(result, ids);
        return (int) ids.stream().takeWhile(id -> !failed.contains(id)).count();
    }

    private List<ObjectNode> withoutAged(List<ObjectNode> records, String shard, int attempts) {
        if (definition.maximumAge() < 0) {
            return records;
        }
        Instant oldest = Instant.now().minusSeconds(definition.maximumAge());
        int aged = (int) records.stream()
                .takeWhile(record -> arrival(record).isBefore(oldest))
                .count();
        if (aged > 0) {
            giveUp(records.subList(0, aged), shard, "RecordAgeExceeded", attempts, null);
        }
        return records.subList(aged, records.size());
    }

    private void giveUp(List<ObjectNode> records, String shard, String condition, int attempts, Result result) {
        List<Long> causes = result == null ? causes(records) : List.of(result.hop());
        if (definition.onFailure() == null) {
            String lost = condition + ": " + records.size() + " records are lost, there is no destination";
            batches.report(lost);
            batches.trace(causes, "lambda:Lost", lost, Json.write(Json.array().addAll(records)), Map.of());
            return;
        }
        LambdaFunction function = batches.function();
        Lambda lambda = batches.lambda();
        FailedBatch failed = new FailedBatch(definition.source(), shard, records, condition, attempts);
        String envelope = failed.envelope(definition.function().arn(), function.version(), result);
        try {
            lambda.platform
                    .targets()
                    .deliver(definition.onFailure(), new Delivery(lambda.sender(function), envelope, causes));
        } catch (AwsError e) {
            batches.report("Can't report failed records: " + e.getMessage());
        }
    }

    static String sequenceNumber(ObjectNode record) {
        return record.path("dynamodb").path("SequenceNumber").asText();
    }

    static Instant arrival(ObjectNode record) {
        return Instant.ofEpochMilli((long)
                (record.path("dynamodb").path("ApproximateCreationDateTime").asDouble() * 1000));
    }

    @Override
    public void close() {
        open = false;
        streams.forget(definition.source(), waker);
        due.release();
        try {
            reader.join(TimeUnit.SECONDS.toMillis(1));
            reader.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
