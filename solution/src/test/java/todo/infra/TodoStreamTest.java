package todo.infra;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import todo.testing.Caller;
import todo.testing.FailureQueue;
import todo.testing.Grants;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;

class TodoStreamTest {
    private static final Lesson LESSON = new Lesson("1.6");

    private static final String STREAM_ARN = "; the stream's is getTableStreamArn()";

    /**
     * What reading a stream takes.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html">IAM
     *     policy to allow a function to access stream records</a>
     */
    private static final List<String> READING = List.of(
            "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");

    private static final int MAX_RETRIES = 100;

    /** The constants of TodoStream, which are easily swapped. */
    private static final int BATCH_SIZE = 100;

    private static final int RETRIES = 5;
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);
    private static final Duration MIN_AGE = Duration.ofHours(1);
    private static final Duration STREAM_KEEPS = Duration.ofDays(1);

    @Test
    void the_records_of_the_stream_go_to_the_publisher() {
        JsonElement source = mapping()
                .property("EventSourceArn")
                .orElseThrow(() -> LESSON.failure("the mapping has a source", "a mapping without EventSourceArn"));
        StackTemplate template = StackTemplate.synthesized(LESSON);
        LESSON.expect(
                isOfTodos(template, source),
                "the source of StreamPublisher's records is the stream of the table of to-dos",
                otherSource(template, source));
        LESSON.expect(
                otherReaders(template).isEmpty(),
                "StreamPublisher is the only function that reads the stream: others get the events that it publishes",
                "an event source mapping that hands the same records to "
                        + otherReaders(template).orElse(""));
        LESSON.expect(
                !text("Enabled", "true").equals("false"),
                "the mapping is enabled, which is the default",
                "a mapping that is disabled");
        LESSON.expect(
                mapping().property("TumblingWindowInSeconds").isEmpty(),
                "each batch is handled on its own",
                "a tumbling window (tumblingWindow): with it, the function would have to return a sum for the next batch. Leave it out");
        long wait = number("MaximumBatchingWindowInSeconds", 0);
        LESSON.expect(
                wait <= MAX_WAIT.toSeconds(),
                "a change waits no longer than a minute before the function gets it",
                "a wait of up to " + wait + " seconds for more changes (maxBatchingWindow)");
        StackRules.expectRuns(LESSON, publisher(StackTemplate.synthesized(LESSON)));
        StackRules.expectOwn(LESSON, stack -> stack.mappings(publisher(stack)));
    }

    private static boolean isOfTodos(StackTemplate template, JsonElement source) {
        return source.toString().contains("StreamArn")
                && template.output("TableName")
                        .map(StackTemplate::refersTo)
                        .equals(Optional.of(StackTemplate.refersTo(source)));
    }

    private static String otherSource(StackTemplate template, JsonElement source) {
        String words = template.values().words(source);
        if (source.toString().contains("StreamArn")) {
            return words + "; the table of to-dos is the parameter table";
        }
        boolean isOfTable = template.resources("AWS::DynamoDB::Table").stream()
                .anyMatch(table -> StackTemplate.refersTo(source).contains(table.logicalId()));
        return words + (isOfTable ? STREAM_ARN : "; DynamoEventSource.Builder.create(table) reads the table's stream");
    }

    /** The functions besides the publisher that get the stream's records; empty if none does. */
    private static Optional<String> otherReaders(StackTemplate template) {
        List<Resource> own = template.mappings(publisher(template));
        return template.resources("AWS::Lambda::EventSourceMapping").stream()
                .filter(mapping -> !own.contains(mapping))
                .filter(mapping -> mapping.property("EventSourceArn")
                        .filter(source -> isOfTodos(template, source))
                        .isPresent())
                .map(mapping -> target(template, mapping))
                .distinct()
                .reduce((one, another) -> one + " and " + another);
    }

    private static String target(StackTemplate template, Resource mapping) {
        return template.resources("AWS::Lambda::Function").stream()
                .filter(function -> template.mappings(function).contains(mapping))
                .findFirst()
                .flatMap(function -> function.property("Handler"))
                .map(handler -> handler.getAsString().replaceFirst(".*\\.", ""))
                .map(name -> name.equals("StreamPublisher") ? "another function of StreamPublisher.class" : name)
                .orElse("another function");
    }

    @Test
    void reading_begins_with_the_oldest_record_of_the_stream() {
        String start = text("StartingPosition", "nothing");
        LESSON.expect(
                start.equals("TRIM_HORIZON"),
                "reading begins with the oldest record that the stream still has (TRIM_HORIZON),"
                        + " so that no change is missed while the mapping is being created",
                start);
    }

    @Test
    void Lambda_uses_the_failures_that_the_publisher_returns() {
        List<String> responses = mapping().property("FunctionResponseTypes").map(StackTemplate::texts).stream()
                .flatMap(List::stream)
                .toList();
        LESSON.expect(
                responses.contains("ReportBatchItemFailures"),
                "Lambda uses the failures that StreamPublisher returns; otherwise only an exception counts as a failure"
                        + " (reportBatchItemFailures)",
                responses.isEmpty()
                        ? "no reportBatchItemFailures: Lambda ignores what the function returns"
                        : responses + ", where AWS knows only the exact value ReportBatchItemFailures");
    }

    @Test
    void a_batch_that_fails_is_halved_until_the_bad_record_is_alone() {
        String bisect = text("BisectBatchOnFunctionError", "false");
        LESSON.expect(
                bisect.equals("true"),
                "when a batch makes the function crash, Lambda halves the batch (bisect),"
                        + " until the bad record is alone and the others get through",
                "no bisect: the same batch comes again and again, until all of it is given up");
    }

    @Test
    void a_record_that_never_succeeds_is_given_up_after_some_retries() {
        long retries = number("MaximumRetryAttempts", -1);
        LESSON.expect(
                1 <= retries && retries <= MAX_RETRIES,
                "a record that fails is tried again 1 to 100 times (retryAttempts) and then given up;"
                        + " until then all records after it wait",
                retries == -1 ? "retries without end, which is Lambda's default" : retries + " retries");
        long batchSize = number("BatchSize", BATCH_SIZE);
        LESSON.expect(
                batchSize != RETRIES || retries != BATCH_SIZE,
                "batchSize is BATCH_SIZE, and retryAttempts is RETRIES",
                "batches of " + batchSize + " records and " + retries + " retries: the two are swapped");
    }

    @Test
    void a_record_is_given_up_before_the_stream_forgets_it() {
        long age = number("MaximumRecordAgeInSeconds", -1);
        String expected = "maxRecordAge is at least an hour, because a fix needs time, and less than a day:"
                + " the message in the queue only says where the record is, and after a day it is gone";
        LESSON.expect(age != -1, expected, "no maximum age, which is Lambda's default");
        LESSON.expect(
                MIN_AGE.toSeconds() <= age && age < STREAM_KEEPS.toSeconds(),
                expected,
                "a maximum age of "
                        + (age < MIN_AGE.toSeconds() ? age / 60 + " min" : age / MIN_AGE.toSeconds() + " h"));
    }

    @Test
    void a_record_that_was_given_up_is_parked_in_a_queue_that_accepts_nothing_unencrypted() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        Grants grants = new Grants(template, publisher(template));
        Caller role = Caller.function(template.values(), publisher(template));
        FailureQueue queue =
                FailureQueue.expect(LESSON, template, "the queue for what is given up", destination(), List.of(role));
        LESSON.expect(
                grants.all().stream().anyMatch(grant -> grant.matches("sqs:SendMessage", queue.arn())),
                "the publisher's role allows sending to the queue: Lambda sends with the function's role",
                "a role that allows only " + grants.actions());
        queue.expectKeyFor(role, grants.all());
        StackRules.expectLayer(LESSON, "Stream");
    }

    private static JsonElement destination() {
        return mapping()
                .property("DestinationConfig.OnFailure.Destination")
                .orElseThrow(() -> LESSON.failure(
                        "what is given up goes to a queue, the mapping's on-failure destination, where somebody can look at it",
                        "no destination of the mapping, so the record would be lost"
                                + (isAsyncConfigured() ? " (configureAsyncInvoke is for other calls)" : "")));
    }

    @Test
    void the_publisher_may_read_the_stream_but_no_item_of_a_table() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        Grants grants = new Grants(template, publisher(template));
        String needed =
                "StreamPublisher's role allows what it needs and no more: to read the stream and to send to the queue";
        grants.expectOwnPolicies(
                LESSON,
                "StreamPublisher",
                needed,
                READING,
                template.values().text(mapping().properties().get("EventSourceArn")));
        String queue = template.values().text(destination());
        grants.expectOwnPolicies(LESSON, "StreamPublisher", needed, FailureQueue.SENDING, queue);
        for (Statement grant : grants.about("dynamodb:")) {
            for (String action : grant.actions()) {
                LESSON.expect(
                        READING.stream().anyMatch(action::equalsIgnoreCase),
                        "StreamPublisher may read the stream, and has no access to the items of a table: a grant such as"
                                + " grantReadData is too much",
                        action);
            }
        }
        // To list streams is allowed for all of them or for none.
        expectOnly(
                grants.about("dynamodb:g", "dynamodb:d"),
                mapping().property("EventSourceArn"),
                "read the table's stream");
        List<String> missing = READING.stream()
                .filter(action -> grants.about(action.toLowerCase(Locale.ROOT)).isEmpty())
                .toList();
        LESSON.expect(
                missing.isEmpty(),
                "StreamPublisher's role allows reading the table's stream (grantStreamRead): Lambda reads it with the"
                        + " function's role",
                missing.equals(READING)
                        ? "a role that allows only " + grants.actions()
                        : "a role that doesn't allow " + String.join(", ", missing));
        FailureQueue.expectOnlySending(LESSON, "StreamPublisher", grants, queue);
        List<String> others = grants.all().stream()
                .flatMap(grant -> grant.actions().stream())
                .filter(action -> !action.matches("(?i)(dynamodb|sqs|kms|logs|xray|events):.*")) // the bus is step 2's
                .toList();
        LESSON.expect(others.isEmpty(), needed, "also " + String.join(", ", others));
    }

    private static void expectOnly(List<Statement> grants, Optional<JsonElement> resource, String what) {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        String arn = resource.map(template.values()::text).orElse("");
        Grants own = new Grants(template, publisher(template));
        grants.forEach(grant -> LESSON.expect(
                grant.resources().stream().allMatch(arn::equals)
                        && own.condition(grant).isEmpty(),
                "StreamPublisher may " + what + ", and no other",
                grant.words() + (grant.words().endsWith("the table's ARN") ? STREAM_ARN : "")));
    }

    private static String text(String property, String otherwise) {
        return mapping()
                .property(property)
                .map(value -> value.isJsonPrimitive() ? value.getAsString() : value.toString())
                .orElse(otherwise);
    }

    private static long number(String property, long otherwise) {
        return mapping().property(property).map(JsonElement::getAsLong).orElse(otherwise);
    }

    private static Resource publisher(StackTemplate template) {
        return template.function("StreamPublisher")
                .orElseThrow(() -> LESSON.failure(
                        "there is a function StreamPublisher",
                        "no such function: TodoStack makes the layer TodoStream, and that makes it"));
    }

    private static boolean isAsyncConfigured() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        return !template.referring("AWS::Lambda::EventInvokeConfig", "FunctionName", publisher(template))
                .isEmpty();
    }

    /** What connects a stream and the publisher. */
    private static Resource mapping() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        List<Resource> mappings = template.mappings(publisher(template));
        if (mappings.isEmpty()) {
            throw LESSON.failure(
                    "an event source mapping hands the records of the table's stream to StreamPublisher",
                    otherReaders(template)
                                    .map(others ->
                                            "an event source mapping of " + others + ", but none of StreamPublisher")
                                    .orElse("no event source mapping of StreamPublisher")
                            + "; publisher.addEventSource makes one");
        }
        LESSON.expect(
                mappings.size() == 1,
                "one event source mapping hands each record to StreamPublisher",
                mappings.size() + " mappings, so that each event is published " + mappings.size() + " times");
        return mappings.get(0);
    }
}
