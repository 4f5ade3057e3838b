package workshop.cloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.EventPattern;
import workshop.cloud.delivery.Targets;
import workshop.cloud.dynamodb.Position;
import workshop.cloud.dynamodb.Streams;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.lambda.Invocation.Result;

/**
 * Reads a table's stream for a function: in order, in batches, again when it fails, and to a queue when it fails for
 * good. A write to the table wakes it; it never polls on a timer.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB streams</a>
 */
final class EventSourceMapping implements AutoCloseable {
    /** After a write its record is visible at once or within this many looks, each a millisecond longer apart. */
    private static final int LOOKS = 12;

    private static final long FIRST_BACKOFF_MILLIS = 20;
    private static final long MAX_BACKOFF_MILLIS = 1_000;

    private final String id;
    private final Settings settings;
    private final Lambda lambda;
    private final Streams streams;
    private final Targets targets;
    private final Iam iam;
    private final EventPattern filter;
    private volatile Position position;
    private final Semaphore due = new Semaphore(1);
    private final AtomicInteger writes = new AtomicInteger(1);
    private final Runnable waker = this::wake;
    private final Thread reader;
    private volatile boolean open = true;
    private volatile int followed;

    /**
     * How it reads.
     *
     * @param batchSize 1 to 10,000
     * @param window how long it gathers records for a batch
     * @param retries how often a batch is tried again; -1 for as long as the records live
     * @param maximumAge older records are given up; null for never
     * @param onFailure ARN of where records that failed for good are reported, or null
     */
    record Settings(
            String function,
            String streamArn,
            int batchSize,
            Duration window,
            boolean latest,
            boolean bisect,
            boolean partialResponses,
            int retries,
            Duration maximumAge,
            String onFailure,
            JsonNode filters) {}

    /** @param position where to begin; a mapping that is changed goes on where it was */
    EventSourceMapping(
            String id, Settings settings, Position position, Lambda lambda, Streams streams, Targets targets, Iam iam) {
        this.id = id;
        this.settings = settings;
        this.lambda = lambda;
        this.streams = streams;
        this.targets = targets;
        this.iam = iam;
        this.filter = settings.filters.isEmpty() ? null : filter(settings.filters);
        this.position = position;
        this.reader = new Thread(this::read, "stream-" + settings.function);
        reader.setDaemon(true);
    }

    private static EventPattern filter(JsonNode filters) {
        try {
            return EventPattern.anyOf(filters);
        } catch (IllegalArgumentException e) {
            throw new AwsError(
                    400, "InvalidParameterValueException", "Invalid filter pattern definition. " + e.getMessage());
        }
    }

    /** Begins to read; throws if the function's role may not. */
    void start() {
        LambdaFunction function = lambda.function(settings.function);
        Caller caller = iam.session(function.roleArn(), function.name());
        for (String action : List.of("DescribeStream", "GetRecords", "GetShardIterator")) {
            try {
                iam.authorize(caller, "dynamodb:" + action, settings.streamArn);
            } catch (AwsError e) {
                throw new AwsError(
                        400,
                        "InvalidParameterValueException",
                        "Cannot access stream " + settings.streamArn + ". Please ensure the role can perform the"
                                + " GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your"
                                + " stream in IAM.");
            }
        }
        streams.onWrite(settings.streamArn, waker);
        reader.start();
    }

    String id() {
        return id;
    }

    Settings settings() {
        return settings;
    }

    Position position() {
        return position;
    }

    private void wake() {
        writes.incrementAndGet();
        due.release();
    }

    /** Whether it has read all that was written before now. */
    boolean isQuiet() {
        return followed == writes.get();
    }

    private void read() {
        try {
            while (open) {
                due.acquire();
                due.drainPermits();
                int seen = writes.get();
                if (!settings.window.isZero()) {
                    Thread.sleep(settings.window.toMillis());
                }
                drainOrTryAgain();
                followed = seen;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever fails unforeseen, the mapping lives on: what was not worked off is read again. */
    private void drainOrTryAgain() throws InterruptedException {
        try {
            drain();
        } catch (RuntimeException e) {
            Environments environments = lambda.functions().get(settings.function);
            if (environments != null) {
                lambda.report(environments.function(), "Can't work off the stream, and will try again: " + e);
            }
            Thread.sleep(MAX_BACKOFF_MILLIS);
            wake();
        }
    }

    /** The position moves on only when its records are worked off: a mapping that is closed before reads them again. */
    private void drain() throws InterruptedException {
        int empty = 0;
        while (open && empty < LOOKS) {
            Position next = position.copy();
            List<ObjectNode> records = readOrNothing(next);
            if (records.isEmpty()) {
                Thread.sleep(empty++);
            } else {
                empty = LOOKS - 2;
                List<ObjectNode> wanted = records.stream()
                        .filter(record -> filter == null || filter.matches(record))
                        .toList();
                if (!wanted.isEmpty()) {
                    process(wanted, next.shard());
                }
                if (open) {
                    position = next;
                }
            }
        }
    }

    private List<ObjectNode> readOrNothing(Position from) {
        try {
            return streams.read(settings.streamArn, from, settings.batchSize);
        } catch (AwsError e) {
            if (open) {
                lambda.report(lambda.function(settings.function), "Can't read the stream: " + e.getMessage());
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
            Result result = invoke(remaining);
            attempts++;
            int done = done(remaining, result);
            if (done == remaining.size()) {
                return;
            }
            if (done > 0) {
                remaining = remaining.subList(done, remaining.size());
                attempts = 0;
                continue;
            }
            if (settings.bisect && remaining.size() > 1) {
                int half = remaining.size() / 2;
                process(remaining.subList(0, half), shard);
                remaining = remaining.subList(half, remaining.size());
                attempts = 0;
            } else if (settings.retries >= 0 && attempts > settings.retries) {
                giveUp(remaining, shard, "RetryAttemptsExhausted", attempts, result);
                return;
            } else {
                Thread.sleep(Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(attempts, 10)));
            }
        }
    }

    private Result invoke(List<ObjectNode> records) {
        ArrayNode array = Json.array().addAll(records);
        byte[] payload = Json.write(Json.object().set("Records", array)).getBytes(StandardCharsets.UTF_8);
        try {
            return lambda.run(lambda.function(settings.function), Invocation.of(payload), settings.streamArn);
        } catch (AwsError e) {
            return Result.error(e.code(), e.getMessage());
        }
    }

    /**
     * How many records, counted from the first, are done: with partial responses those before the lowest failed one.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">Partial batch
     *     responses</a>
     */
    private int done(List<ObjectNode> records, Result result) {
        if (result.failed()) {
            return 0;
        }
        if (!settings.partialResponses) {
            return records.size();
        }
        JsonNode failures;
        try {
            failures = Json.MAPPER.readTree(result.text()).path("batchItemFailures");
        } catch (JsonProcessingException e) {
            return 0;
        }
        int done = records.size();
        for (JsonNode failure : failures) {
            done = Math.min(
                    done, indexOf(records, failure.path("itemIdentifier").asText("")));
        }
        return done;
    }

    /** Where the record is; 0 if there is none such, for then the whole batch failed. */
    private static int indexOf(List<ObjectNode> records, String sequenceNumber) {
        for (int i = 0; i < records.size(); i++) {
            if (sequenceNumber(records.get(i)).equals(sequenceNumber)) {
                return i;
            }
        }
        return 0;
    }

    private List<ObjectNode> withoutAged(List<ObjectNode> records, String shard, int attempts) {
        if (settings.maximumAge == null) {
            return records;
        }
        Instant oldest = Instant.now().minus(settings.maximumAge);
        int aged = 0;
        while (aged < records.size() && arrival(records.get(aged)).isBefore(oldest)) {
            aged++;
        }
        if (aged > 0) {
            giveUp(records.subList(0, aged), shard, "RecordAgeExceeded", attempts, null);
        }
        return records.subList(aged, records.size());
    }

    private void giveUp(List<ObjectNode> records, String shard, String condition, int attempts, Result result) {
        LambdaFunction function = lambda.function(settings.function);
        if (settings.onFailure == null) {
            lambda.report(function, condition + ": " + records.size() + " records are lost, there is no destination");
            return;
        }
        FailedBatch failed = new FailedBatch(settings.streamArn, shard, records, condition, attempts);
        try {
            targets.deliver(
                    settings.onFailure, new Delivery(lambda.sender(function), failed.envelope(function.arn(), result)));
        } catch (AwsError e) {
            lambda.report(function, "Can't report failed records: " + e.getMessage());
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
        streams.forget(settings.streamArn, waker);
        due.release();
        try {
            reader.join(TimeUnit.SECONDS.toMillis(1));
            reader.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
