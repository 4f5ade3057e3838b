package todo.events;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import todo.testing.AwsOnThisMachine;
import todo.testing.AwsOnThisMachine.Answer;
import todo.testing.AwsOnThisMachine.Call;
import todo.testing.Lesson;

/** Calls of PutEvents as EventBridge reads and answers them. */
final class PutEvents {
    /** The most bytes of one call, all entries together. */
    static final int MAX_BYTES = 256 * 1024;

    /** More calls than any right answer makes: what never succeeds succeeds after them, so that each test ends. */
    private static final int ENDLESS = 50;

    static final String BUS_NAME = "BusOfThisTest";

    private PutEvents() {}

    /**
     * An expectation's last part if BusClient has a field that may keep what was before, such as "; a field such as failed would
     * keep what was before"; empty if it has none.
     */
    static String fieldsKept() {
        String fields = Stream.of(BusClient.class.getDeclaredFields())
                .filter(field -> !field.isSynthetic())
                .filter(field -> Collection.class.isAssignableFrom(field.getType())
                        || Map.class.isAssignableFrom(field.getType())
                        || field.getType().isArray())
                .filter(PutEvents::mayKeep)
                .map(Field::getName)
                .collect(joining(" or "));
        return fields.isEmpty() ? "" : "; a field such as " + fields + " would keep what was before";
    }

    /** Whether what is in a field can change: a constant list or set can't. */
    private static boolean mayKeep(Field field) {
        try {
            field.setAccessible(true);
            Object value = Modifier.isStatic(field.getModifiers()) ? field.get(null) : "of an instance";
            return value != null && !value.getClass().getName().contains("Immutable");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An expectation's last part if an attempt was not the first, and got fewer results; empty if it was. */
    static String resultsOfLast(AwsOnThisMachine aws) {
        List<Call> calls = aws.calls("PutEvents");
        return calls.size() < 2
                ? ""
                : "; results has one for each entry that was sent, "
                        + details(calls.get(calls.size() - 1)).size() + " in attempt " + calls.size();
    }

    /** From now on, these events fail each time. */
    static void refuse(AwsOnThisMachine aws, List<String> ids) {
        aws.answer("PutEvents", call -> partial(call, isEndless(aws) ? List.of() : ids));
    }

    /** Fails if what was refused was sent without end, or is no event, so that it couldn't be refused. */
    static void expectEnd(Lesson lesson, AwsOnThisMachine aws) {
        ids(aws.calls("PutEvents"));
        lesson.expect(
                !isEndless(aws),
                "an entry that fails each time is given up: send counts the attempts, and sendOnce only returns what to"
                        + " send again",
                "more than " + ENDLESS + " calls");
    }

    private static boolean isEndless(AwsOnThisMachine aws) {
        return aws.calls("PutEvents").size() > ENDLESS;
    }

    /** An answer of status 200 in which the entries with these events were throttled. */
    static Answer partial(Call call, List<String> failed) {
        return partial(call, failed, "ThrottlingException");
    }

    /** An answer of status 200 in which the entries with these events failed. */
    static Answer partial(Call call, List<String> failed, String errorCode) {
        return failed(call, failed, "\"ErrorCode\":\"" + errorCode + "\",\"ErrorMessage\":\"failed by this test\"");
    }

    /**
     * The same without an error message.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html">A result</a>
     */
    static Answer withoutMessage(Call call, List<String> failed) {
        return failed(call, failed, "\"ErrorCode\":\"InternalFailure\"");
    }

    private static Answer failed(Call call, List<String> failed, String error) {
        List<String> ids = details(call).stream()
                .map(json -> read(json).map(PutEvents::idOf).orElse("none"))
                .toList();
        List<String> results = ids.stream()
                .map(id -> failed.contains(id) ? "{" + error + "}" : "{\"EventId\":\"" + id + "\"}")
                .toList();
        long count = ids.stream().filter(failed::contains).count();
        return Answer.json(200, "{\"FailedEntryCount\":" + count + ",\"Entries\":" + results + "}");
    }

    /** An entry as it should be. */
    static PutEventsRequestEntry entry(TodoEvent event) {
        return PutEventsRequestEntry.builder()
                .eventBusName(BUS_NAME)
                .source("TodoService")
                .detailType(event.detailType())
                .detail(event.detailJson())
                .build();
    }

    /** As many entries as they should be, in a list that fails if there is none at a position that sendOnce returned. */
    static List<PutEventsRequestEntry> entries(Lesson lesson, int count) {
        List<PutEventsRequestEntry> entries =
                PublishTest.events(count).stream().map(PutEvents::entry).toList();
        return new AbstractList<>() {
            @Override
            public PutEventsRequestEntry get(int position) {
                lesson.expect(
                        0 <= position && position < count,
                        "sendOnce returns positions of entries: " + count + " entries have the positions 0 to "
                                + (count - 1),
                        "the position " + position);
                return entries.get(position);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    /** The id of an entry's event. */
    static String id(PutEventsRequestEntry entry) {
        return idOf(detail(entry.detail()));
    }

    private static String idOf(JsonObject detail) {
        return detail.getAsJsonObject("metadata").get("id").getAsString();
    }

    /** An entry's detail; fails if it is not an event's. */
    static JsonObject detail(String json) {
        return read(json)
                .orElseThrow(() -> new Lesson("2.3")
                        .failure("the entry's detail is the event's JSON (detailJson), with metadata and data", json));
    }

    /** Empty if it is not an event's. */
    private static Optional<JsonObject> read(String json) {
        try {
            JsonObject detail = JsonParser.parseString(json).getAsJsonObject();
            boolean isEvent = !idOf(detail).isEmpty() && detail.get("data").isJsonObject();
            return Optional.of(detail).filter(read -> isEvent);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The details of the entries in a call, as they were sent; null for an entry without one. */
    private static List<String> details(Call call) {
        List<String> details = new ArrayList<>();
        for (JsonElement entry : call.body().getAsJsonArray("Entries")) {
            JsonElement detail = entry.getAsJsonObject().get("Detail");
            details.add(detail == null ? null : detail.getAsString());
        }
        return details;
    }

    /** The ids of the events in a call, in order. */
    static List<String> ids(Call call) {
        return details(call).stream().map(json -> idOf(detail(json))).toList();
    }

    /** The ids of the events in all calls, in order. */
    static List<String> ids(List<Call> calls) {
        return calls.stream().flatMap(call -> ids(call).stream()).toList();
    }

    /** The size of a call as EventBridge counts it. */
    static int bytes(List<PutEventsRequestEntry> entries) {
        return entries.stream()
                .flatMap(entry -> Stream.of(entry.source(), entry.detailType(), entry.detail()))
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
