package todo.events;

import static java.util.stream.Collectors.joining;
import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;
import todo.testing.Lesson.Expectation;
import todo.testing.WaitedTime;

/** What is sent for an event, and what becomes of entries that fail. */
@ExtendWith(AwsOnThisMachine.Started.class)
class BusClientTest {
    private static final long MAX_WAITED_MILLIS = 2_000;

    /** What EventBridge answers for an entry that isn't on the bus. */
    private static final List<String> ERROR_CODES = List.of(
            "ThrottlingException", "InternalFailure", "InternalException", "MalformedDetail", "AccessDeniedException");

    private final LambdaRequest request = new LambdaRequest();
    private final List<Long> pauses = new ArrayList<>();
    private static final String ORDER =
            ": the right entries in another order; send expects them in the order of the call";

    private AwsOnThisMachine aws;

    @BeforeEach
    void aws() {
        aws = AwsOnThisMachine.fresh();
    }

    @Test
    void each_entry_is_made_of_its_event_and_goes_to_the_bus() {
        Lesson lesson = new Lesson("2.3", "entry");
        TodoEvent event = event("Water the  \"plants\" \\ täglich, 100 %");
        PutEventsRequestEntry entry = entry(lesson, event);
        lesson.expectAll(
                new Expectation(
                        PutEvents.BUS_NAME.equals(entry.eventBusName()),
                        "the entry's eventBusName is the value of BusClient's field busName, here "
                                + PutEvents.BUS_NAME,
                        entry.eventBusName() == null
                                ? "an entry without a bus name: it goes to the account's default bus, where none of our rules is"
                                : given(entry.eventBusName())),
                new Expectation(
                        "TodoService".equals(entry.source()),
                        "the entry's source is TodoService (TodoEvent.SOURCE), which the rules match",
                        given(entry.source())),
                new Expectation(
                        "TodoCreated".equals(entry.detailType()),
                        "the entry's detail-type is that of the event, TodoCreated, letter by letter",
                        given(entry.detailType())),
                new Expectation(
                        json(event.detailJson()).equals(json(entry.detail())),
                        "the entry's detail is the event's JSON (detailJson), with metadata and data, unchanged",
                        got(event, entry.detail(), "quotes and a \\")),
                new Expectation(
                        isChangeOrNow(entry.time()),
                        "the entry's time is that of the change, " + Instant.ofEpochMilli(StreamRecords.OCCURRED_AT)
                                + ", or not given: then EventBridge adds the time at which it gets the entry",
                        entry.time()));
        BusClient kept = bus();
        entry(lesson, kept, event("Water the plants"));
        String own = event("Feed the cat").detailJson();
        String second = entry(lesson, kept, event("Feed the cat")).detail();
        lesson.expect(
                json(own).equals(json(second)),
                "each entry has the detail of its own event: a field of BusClient would keep what was before",
                difference("detail", json(own), json(second)));
        for (String type : TodoEvent.TYPES) {
            TodoEvent change =
                    new TodoChange(record(StreamRecords.change(type))).event().orElseThrow();
            String detail = entry(lesson, change).detail();
            lesson.expect(
                    json(change.detailJson()).equals(json(detail)),
                    "the entry of a " + type + " has that event's detail, unchanged",
                    difference("detail", json(change.detailJson()), json(detail)));
        }
        TodoEvent lines = event("Copy C:\\new\nand C:\\table");
        String copied = entry(lesson, lines).detail();
        lesson.expect(
                json(lines.detailJson()).equals(json(copied)),
                "the entry's detail is the event's JSON, unchanged, also if the to-do's name has a line break or a \\",
                got(lines, copied, "a line break and C:\\new"));
        TodoEvent big = event("ß".repeat(5_000));
        String whole = entry(lesson, big).detail();
        lesson.expect(
                json(big.detailJson()).equals(json(whole)),
                "the entry's detail is the event's JSON, however long it is, here with a name of 5000 letters",
                "a detail of " + String.valueOf(whole).length() + " characters, where the event's has "
                        + big.detailJson().length());
    }

    @Test
    void only_the_entries_that_failed_are_sent_again() {
        Lesson lesson = new Lesson("2.5", "sendOnce");
        failing(call -> call == 1 ? List.of("event-2", "event-4", "event-5") : List.of());
        WaitedTime waited = new WaitedTime();
        int arrived = send(lesson, 5);
        long millis = waited.millis();
        expectCalls(
                lesson,
                "entries 2, 4 and 5 of five failed (ThrottlingException), so the second call sends only these: the others have arrived,"
                        + " and if they were sent again, they would arrive twice",
                List.of(ids(1, 2, 3, 4, 5), ids(2, 4, 5)));
        lesson.expect(arrived == 5, "now all 5 entries are on the bus for sure", "send returned " + arrived);
        lesson.expect(
                millis < MAX_WAITED_MILLIS && pauses.size() < calls(),
                "sendOnce doesn't wait: send, which calls it, waits a little before each new attempt",
                pauses.size() < calls()
                        ? millis + " ms of sleep in two attempts"
                        : "pauses of " + pauses + " ms in two attempts");
    }

    @Test
    void an_entry_is_sent_again_whatever_its_error_code() {
        Lesson lesson = new Lesson("2.5", "sendOnce");
        for (String code : ERROR_CODES) {
            aws = AwsOnThisMachine.fresh();
            aws.answer("PutEvents", call -> PutEvents.partial(call, calls() == 1 ? ids(2) : List.of(), code));
            send(lesson, 3);
            expectCalls(
                    lesson,
                    "entry 2 of three has the error code " + code + ", so it isn't on the bus: a second call sends it",
                    List.of(ids(1, 2, 3), ids(2)));
        }
        aws = AwsOnThisMachine.fresh();
        aws.answer("PutEvents", call -> PutEvents.withoutMessage(call, calls() == 1 ? ids(2) : List.of()));
        send(lesson, 3);
        expectCalls(
                lesson,
                "entry 2 of three has an error code and no error message, which may be missing: errorCode() says that it"
                        + " isn't on the bus, so a second call sends it",
                List.of(ids(1, 2, 3), ids(2)));
    }

    @Test
    void an_entry_that_fails_twice_is_sent_a_third_time_alone() {
        Lesson lesson = new Lesson("2.5", "sendOnce");
        failing(call -> call == 1 ? ids(1, 3) : call == 2 ? ids(3) : List.of());
        send(lesson, 4);
        expectCalls(
                lesson,
                "entries 1 and 3 of four failed in the first call, and entry 3 also in the second"
                        + (calls() == 2 && sent().get(1).equals(ids(1, 3))
                                ? ""
                                : ": positions.get(i) is the position of the entry that results.get(i) is about"),
                List.of(ids(1, 2, 3, 4), ids(1, 3), ids(3)));
    }

    @Test
    void publishing_stops_at_an_entry_that_never_succeeds() {
        Lesson lesson = new Lesson("2.5", "sendOnce");
        PutEvents.refuse(aws, ids(3, 7));
        int arrived = send(lesson, 10);
        PutEvents.expectEnd(lesson, aws);
        lesson.expect(
                arrived == 2,
                "entries 3 and 7 of ten fail each time, so 2 entries, counted from the first, are on the bus for sure",
                "send returned " + arrived + ", after calls of " + inWords(sent()));
    }

    @Test
    void no_entry_is_sent_again_after_the_deadline() {
        Lesson lesson = new Lesson("2.5", "sendOnce");
        failing(call -> call < 3 ? ids(2) : List.of());
        int arrived = send(lesson, 3, System.currentTimeMillis() - 1);
        lesson.expect(
                arrived == 1 && calls() == 1,
                "entry 2 of three failed and the deadline has passed, so there is only one call, and send returns 1."
                        + " sendOnce sends nothing again: the method send does that, and it knows the deadline",
                "send returned " + arrived + ", after calls of " + inWords(sent()));
    }

    /** The answers have status 200, with these events failed in the call of this number, counted from 1. */
    private void failing(IntFunction<List<String>> failed) {
        aws.answer("PutEvents", call -> PutEvents.partial(call, failed.apply(calls())));
    }

    private void expectCalls(Lesson lesson, String expected, List<List<String>> calls) {
        lesson.expect(
                sent().equals(calls),
                expected + PutEvents.fieldsKept() + " (entries count from 1, positions from 0). Expected calls: "
                        + inWords(calls),
                sent().size() == 1
                        ? "one call, so what failed is lost"
                        : isEndedEarly(calls)
                                ? inWords(sent()) + ", and nothing after it: "
                                        + inWords(calls.subList(sent().size(), sent().size() + 1))
                                        + " failed again and is lost. sendOnce sends once and returns what failed; send sends it again"
                                : inWords(sent())
                                        + (isReordered(calls) ? ORDER : mistaken(calls.get(0), calls.get(1))));
    }

    /** Whether these calls were made, but for the last ones. */
    private boolean isEndedEarly(List<List<String>> calls) {
        int count = sent().size();
        return count < calls.size() && sent().equals(calls.subList(0, count));
    }

    private boolean isReordered(List<List<String>> calls) {
        return sorted(sent()).equals(sorted(calls));
    }

    private static List<List<String>> sorted(List<List<String>> calls) {
        return calls.stream().map(call -> call.stream().sorted().toList()).toList();
    }

    /** Which entries arrived and are sent again, or failed and are not, such as ": entry 2 failed and is never sent again". */
    private String mistaken(List<String> all, List<String> failed) {
        Set<String> again =
                sent().stream().skip(1).flatMap(List::stream).collect(Collectors.toCollection(TreeSet::new));
        List<String> twice = again.stream()
                .filter(entry -> all.contains(entry) && !failed.contains(entry))
                .toList();
        List<String> lost =
                failed.stream().filter(entry -> !again.contains(entry)).toList();
        String said = Stream.of(said(twice, "arrived", "sent again"), said(lost, "failed", "never sent again"))
                .filter(part -> !part.isEmpty())
                .collect(joining("; "));
        boolean isTwice =
                sent().stream().anyMatch(call -> call.size() > Set.copyOf(call).size());
        String indexOf =
                ". Results of entries that failed are equal, so indexOf finds the first each time: use an index i, and"
                        + " positions.get(i)";
        return (said.isEmpty() ? "" : ": " + said)
                + (!isTwice ? "" : lost.isEmpty() ? ": a call has an entry twice" : indexOf);
    }

    private static String said(List<String> entries, String once, String then) {
        return entries.isEmpty()
                ? ""
                : inWords(List.of(entries)) + " " + once + " and " + (entries.size() == 1 ? "is " : "are ") + then;
    }

    /** Which entries each call has, such as "entries 1, 2, 3, then entry 2". */
    private static String inWords(List<List<String>> calls) {
        return calls.stream()
                .map(call -> (call.size() == 1 ? "entry " : "entries ")
                        + String.join(", ", call).replace("event-", ""))
                .collect(joining(", then "));
    }

    private int send(Lesson lesson, int count) {
        return send(lesson, count, System.currentTimeMillis() + 20_000);
    }

    private int send(Lesson lesson, int count, long deadline) {
        try {
            return bus().send(PutEvents.entries(lesson, count), request.getLogger(), deadline);
        } catch (RuntimeException | Error e) {
            if (String.valueOf(e.getMessage()).contains("\"open\" is null")) {
                throw lesson.failure("sendOnce returns a list, also if nothing is to be sent again", "null");
            }
            throw lesson.failure(
                    "send returns how many entries are on the bus, and throws nothing"
                            + (e instanceof IndexOutOfBoundsException ? PutEvents.resultsOfLast(aws) : "")
                            + PutEvents.fieldsKept(),
                    e);
        }
    }

    private PutEventsRequestEntry entry(Lesson lesson, TodoEvent event) {
        return entry(lesson, bus(), event);
    }

    private static PutEventsRequestEntry entry(Lesson lesson, BusClient bus, TodoEvent event) {
        PutEventsRequestEntry entry;
        try {
            entry = bus.entry(event);
        } catch (RuntimeException | Error e) {
            throw lesson.failure("entry(event) returns an entry with bus, source, detail-type and detail", e);
        }
        lesson.expect(entry != null, "entry(event) returns an entry with bus, source, detail-type and detail", "null");
        return entry;
    }

    /** It remembers its pauses, and doesn't wait. */
    private BusClient bus() {
        return new BusClient(EventBridgeClient.create(), PutEvents.BUS_NAME) {
            @Override
            void sleep(long millis) {
                pauses.add(millis);
            }
        };
    }

    private int calls() {
        return aws.calls("PutEvents").size();
    }

    /** The ids of the events of each call, in order. */
    private List<List<String>> sent() {
        return aws.calls("PutEvents").stream().map(call -> PutEvents.ids(call)).toList();
    }

    private static List<String> ids(int... numbers) {
        return Arrays.stream(numbers).mapToObj(number -> "event-" + number).toList();
    }

    static String given(String text) {
        return text == null ? "none" : '"' + text + '"';
    }

    private static TodoEvent event(String name) {
        String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return new TodoChange(record(insert(1, image("t-1", quoted, "false", StreamRecords.CREATED_AT))))
                .event()
                .orElseThrow();
    }

    /** What a detail has instead of the event's. */
    private static String got(TodoEvent event, String text, String inName) {
        if (text == null) {
            return "none";
        }
        if (json(text) instanceof JsonObject object && !object.has("metadata") && !object.has("data")) {
            return "an object with " + String.join(" and ", object.keySet())
                    + ", where metadata and data belong (detailJson)";
        }
        return json(text).isJsonObject()
                ? difference("detail", json(event.detailJson()), json(text))
                : "a detail that is no JSON object: "
                        + (text.startsWith("{")
                                ? otherwise(text, event.detailJson()) + " (the to-do's name has " + inName + ")"
                                : beginning(text)
                                        + (text.startsWith("\"") ? " (JSON was made of what is JSON already)" : ""));
    }

    /** Where a text begins to differ from another one. */
    private static String otherwise(String text, String other) {
        int same = IntStream.range(0, Math.min(text.length(), other.length()))
                .filter(i -> text.charAt(i) != other.charAt(i))
                .findFirst()
                .orElse(Math.min(text.length(), other.length()));
        int from = Math.max(0, same - 15);
        return "it has …" + beginning(text.substring(from)) + " where detailJson() has …"
                + beginning(other.substring(from));
    }

    private static String beginning(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static boolean isChangeOrNow(Instant time) {
        return time == null
                || time.equals(Instant.ofEpochMilli(StreamRecords.OCCURRED_AT))
                || Duration.between(time, Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0;
    }

    /** Where JSON differs first from what was expected. */
    private static String difference(String path, JsonElement expected, JsonElement got) {
        if (expected.isJsonObject() && got != null && got.isJsonObject()) {
            for (String name : expected.getAsJsonObject().keySet()) {
                JsonElement inner = got.getAsJsonObject().get(name);
                if (!expected.getAsJsonObject().get(name).equals(inner)) {
                    return difference(
                            path + "." + name, expected.getAsJsonObject().get(name), inner);
                }
            }
            return "more than the event has, " + path + " " + got;
        }
        return (got == null ? "no " + path : path + " " + got) + ", where the event has " + expected;
    }

    /** A text as JSON; what is no JSON is just a text. */
    private static JsonElement json(String text) {
        try {
            return JsonParser.parseString(String.valueOf(text));
        } catch (JsonSyntaxException e) {
            return new JsonPrimitive(text);
        }
    }
}
