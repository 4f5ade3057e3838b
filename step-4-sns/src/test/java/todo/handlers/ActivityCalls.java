package todo.handlers;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * The calls of DynamoDB that the activity log makes, allowed or refused as by the role that TODO 3.4 makes.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">Actions of
 *     DynamoDB</a>
 */
public final class ActivityCalls {
    /** What the role allows: to claim, to complete and to give back take no more. */
    public static final Set<String> ALLOWED = Set.of("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");

    private static final Pattern READING = Pattern.compile(
            "dynamodb:(GetItem|BatchGetItem|TransactGetItems|Query|Scan|ConditionCheckItem|PartiQLSelect)");

    /** How long a call of another thread waits for the request to end: if it is over by then, nobody waits for the call. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Set<Thread> requests = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Integer> count = ThreadLocal.withInitial(() -> 0);
    private final ThreadLocal<String> last = ThreadLocal.withInitial(() -> "");
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final Set<String> actions = ConcurrentHashMap.newKeySet();
    private volatile boolean isLate;
    private volatile Consumer<SdkRequest> before = call -> {};
    private final Function<SdkRequest, SentWrite> write;
    private final Supplier<String> record;

    /** @param record says what the record of the event has */
    ActivityCalls(Function<SdkRequest, SentWrite> write, Supplier<String> record) {
        this.write = write;
        this.record = record;
    }

    /** A client whose calls go through here. */
    DynamoDbClient client() {
        return DynamoDbClient.builder()
                .overrideConfiguration(configuration ->
                        configuration.addExecutionInterceptor(new ExecutionInterceptor() {
                            @Override
                            public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
                                allowOrRefuse(call.request());
                            }

                            @Override
                            public Throwable modifyException(
                                    Context.FailedExecution failed, ExecutionAttributes attributes) {
                                return withWords(failed.exception(), failed.request());
                            }
                        }))
                .build();
    }

    /** The actions that were called for so far. */
    Set<String> seen() {
        return new TreeSet<>(actions);
    }

    /** What happens before each call, and may throw. */
    void before(Consumer<SdkRequest> action) {
        before = action;
    }

    /** Runs a request in this thread; when it ends, Lambda freezes the function, and other threads call nothing any more. */
    void inThisThread(Runnable request) {
        requests.add(Thread.currentThread());
        last.remove();
        running.incrementAndGet();
        try {
            request.run();
        } finally {
            running.decrementAndGet();
            ended.incrementAndGet();
        }
    }

    /** How many calls the request of this thread has made so far. */
    int inThisRequest() {
        return count.get();
    }

    /** What the last call of this thread's request sent; empty if there is none. */
    String lastInWords() {
        return last.get();
    }

    /** Whether another thread has called after its request had ended; waits a moment for such a call. */
    boolean haveComeTooLate() {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!isLate && Instant.now().isBefore(deadline)) {
            sleep();
        }
        return isLate;
    }

    private static void sleep() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void allowOrRefuse(SdkRequest call) {
        count.set(count.get() + 1);
        last.set(write.apply(call).inWords("The write"));
        if (!requests.contains(Thread.currentThread())) {
            refuseIfNobodyWaits();
        }
        for (String action : actions(call)) {
            actions.add(action);
            if (!ALLOWED.contains(action)) {
                throw refusal(action);
            }
        }
        before.accept(call);
    }

    /** What DynamoDB answers, with what it was sent. */
    private Throwable withWords(Throwable failure, SdkRequest call) {
        if (!(failure instanceof DynamoDbException refusal) || refusal.awsErrorDetails() == null) {
            return failure;
        }
        SentWrite sent = write.apply(call);
        boolean isCondition = refusal instanceof ConditionalCheckFailedException;
        last.set(isCondition ? sent.inWords("The refused write") : sent.mistakes());
        return refusal.toBuilder()
                .message(refusal.awsErrorDetails().errorMessage() + last.get() + (isCondition ? recordInWords() : ""))
                .build();
    }

    private String recordInWords() {
        String words = record.get();
        return words.isEmpty() ? ". The event has no record" : ". The event's record: " + words;
    }

    /** What AWS answers; it was thrown where the activity log called. */
    private static RuntimeException refusal(String action) {
        String why = READING.matcher(action).matches()
                ? "ActivityLog reads, and between reading and writing another request can write. A write with a condition does"
                        + " both at once, so"
                : "claiming an event, recording it as done and giving it back each take one PutItem, UpdateItem or"
                        + " DeleteItem with a condition, so";
        RuntimeException refusal = DynamoDbException.builder()
                .message(why + " the function's role allows no " + action + ": AWS answers AccessDeniedException")
                .build();
        refusal.setStackTrace(Arrays.stream(refusal.getStackTrace())
                .filter(frame -> !frame.getClassName().startsWith(ActivityCalls.class.getName()))
                .toArray(StackTraceElement[]::new));
        return refusal;
    }

    private void refuseIfNobodyWaits() {
        int before = ended.get();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            if (running.get() == 0 || ended.get() > before) {
                isLate = true;
                throw new IllegalStateException("Lambda froze the function, because its request had ended");
            }
            sleep();
        }
    }

    /** What a call needs to be allowed: a transaction what its items need, a statement what it does. */
    private static List<String> actions(SdkRequest call) {
        if (call instanceof TransactWriteItemsRequest transaction) {
            return transaction.transactItems().stream()
                    .flatMap(ActivityCalls::actions)
                    .toList();
        }
        if (call instanceof ExecuteStatementRequest statement) {
            String verb = statement.statement().strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            return List.of("dynamodb:PartiQL" + verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1));
        }
        return List.of("dynamodb:" + call.getClass().getSimpleName().replaceFirst("Request$", ""));
    }

    private static Stream<String> actions(TransactWriteItem item) {
        return Stream.of(
                        item.put() == null ? "" : "dynamodb:PutItem",
                        item.update() == null ? "" : "dynamodb:UpdateItem",
                        item.delete() == null ? "" : "dynamodb:DeleteItem",
                        item.conditionCheck() == null ? "" : "dynamodb:ConditionCheckItem")
                .filter(action -> !action.isEmpty());
    }

    /** The actions that the activity log really calls: for an event whose work succeeds, and one whose work fails. */
    public static Set<String> actions() {
        Handling handling = new Handling();
        handling.by("request-1", () -> {
            throw new IllegalStateException("the work fails");
        });
        handling.pass(Duration.ofMillis(1));
        handling.by("request-2");
        return handling.calls().seen();
    }
}
