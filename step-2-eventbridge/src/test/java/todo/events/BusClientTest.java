package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import todo.testing.AwsOnThisMachine;
import todo.testing.AwsOnThisMachine.Call;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;

class BusClientTest {
    private static final String BUS_NAME = "bus-of-this-test";
    private static final long MILLIS = 20_000;

    private final LambdaRequest request = new LambdaRequest();
    private AwsOnThisMachine aws;

    @BeforeEach
    void aws() {
        aws = AwsOnThisMachine.fresh();
    }

    @Test
    void an_entry_says_who_tells_what_about_which_to_do_and_on_which_bus() {
        Lesson lesson = new Lesson("2.3");
        TodoEvent event = event(1, "Water the plants");
        PutEventsRequestEntry entry;
        try {
            entry = bus().entry(event);
        } catch (RuntimeException e) {
            throw lesson.failure("there is an entry for every event", e);
        }
        lesson.expect(entry != null, "there is an entry for every event", "null");
        lesson.expect(
                BUS_NAME.equals(entry.eventBusName()),
                "the entry names the bus that the function was told of, " + BUS_NAME
                        + "; without a name it goes to the account's default bus, where no rule of ours looks",
                entry.eventBusName());
        lesson.expect(
                "TodoService".equals(entry.source()),
                "the entry's source is TodoService, which the rules match",
                entry.source());
        lesson.expect(
                "TodoCreated".equals(entry.detailType()),
                "the entry's detail-type is that of the event, TodoCreated, letter by letter",
                entry.detailType());
        lesson.expect(
                json(event.detailJson()).equals(json(entry.detail())),
                "the entry's detail is that of the event, with metadata and data: " + event.detailJson(),
                entry.detail());
    }

    @Test
    void no_call_has_more_than_ten_entries_and_none_has_fewer_than_it_could() {
        Lesson lesson = new Lesson("2.4");
        for (int count : new int[] {25, 11, 10, 1}) {
            aws = AwsOnThisMachine.fresh();
            publish(lesson, events(count));
            List<Integer> sizes = sizes();
            List<Integer> wanted = IntStream.range(0, (count + 9) / 10)
                    .map(call -> Math.min(10, count - call * 10))
                    .boxed()
                    .toList();
            lesson.expect(
                    sizes.equals(wanted),
                    count + " events go to the bus in calls of " + wanted + " entries: one call takes ten",
                    sizes.isEmpty() ? "no call" : "calls of " + sizes);
        }
        aws = AwsOnThisMachine.fresh();
        publish(lesson, List.of());
        lesson.expect(
                sizes().isEmpty(),
                "where there is nothing to tell, nothing is sent: EventBridge refuses a call without entries",
                "calls of " + sizes());
    }

    @Test
    void no_call_has_more_bytes_than_PutEvents_takes() {
        Lesson lesson = new Lesson("2.4");
        List<TodoEvent> events = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> event(number, "ß".repeat(20_000)))
                .toList();
        int published = publish(lesson, events);
        List<Integer> sizes =
                aws.calls("PutEvents").stream().map(PutEvents::bytes).toList();
        lesson.expect(
                sizes.stream().allMatch(size -> size <= PutEvents.MAX_BYTES),
                "the entries of one call have at most " + PutEvents.MAX_BYTES
                        + " bytes together; in UTF-8, a letter may" + " have two",
                "calls of " + sizes + " bytes");
        lesson.expect(
                published == events.size() && sent().equals(ids(events)),
                "all of the twelve big events are sent, and in their order",
                "publish answers " + published + ", sent were " + sent());
    }

    @Test
    void events_are_sent_in_their_order_and_each_once() {
        Lesson lesson = new Lesson("2.4");
        List<TodoEvent> events = events(25);
        int published = publish(lesson, events);
        lesson.expect(
                sent().equals(ids(events)), "the 25 events are sent in their order, each once", "sent were " + sent());
        lesson.expect(
                published == events.size(),
                "publish answers how many events are on the bus for sure, here all 25",
                published);
    }

    @Test
    void behind_a_call_that_fails_for_good_nothing_is_sent() {
        Lesson lesson = new Lesson("2.4");
        List<TodoEvent> events = events(25);
        String eleventh = events.get(10).id();
        aws.answer(
                "PutEvents",
                call -> PutEvents.ids(call).contains(eleventh)
                        ? PutEvents.REFUSED
                        : PutEvents.partial(call, List.of()));
        int published = publish(lesson, events);
        lesson.expect(
                published == 10,
                "the first call succeeds and the second fails for good, so 10 of 25 events are on the bus for sure",
                "publish answers " + published);
        lesson.expect(
                !sent().contains(events.get(20).id()),
                "behind a call that failed nothing is sent: it would overtake what comes again later",
                "sent were " + sent());
    }

    @Test
    void what_the_last_call_did_not_send_is_not_counted() {
        Lesson lesson = new Lesson("2.4");
        List<TodoEvent> events = events(12);
        String last = events.get(11).id();
        aws.answer(
                "PutEvents",
                call -> PutEvents.ids(call).contains(last) ? PutEvents.REFUSED : PutEvents.partial(call, List.of()));
        int published = publish(lesson, events);
        lesson.expect(
                published == 10,
                "the last call fails for good, so 10 of 12 events are on the bus for sure",
                "publish answers " + published);
    }

    @Test
    void only_the_entries_that_failed_are_sent_again() {
        Lesson lesson = new Lesson("2.5");
        List<TodoEvent> events = events(5);
        List<String> throttled = List.of(events.get(1).id(), events.get(3).id());
        aws.answer("PutEvents", call -> PutEvents.partial(call, calls() == 1 ? throttled : List.of()));
        int published = publish(lesson, events);
        List<Call> calls = aws.calls("PutEvents");
        lesson.expect(
                calls.size() == 2,
                "the answer says 200 and FailedEntryCount 2: a second call sends what failed",
                calls.size() == 1 ? "one call: two of five events are lost" : calls.size() + " calls");
        lesson.expect(
                PutEvents.ids(calls.get(1)).equals(throttled),
                "the second call has the entries that failed, " + throttled
                        + ", and no others: what arrived would arrive twice",
                PutEvents.ids(calls.get(1)));
        lesson.expect(published == 5, "now all 5 events are on the bus for sure", "publish answers " + published);
    }

    @Test
    void an_entry_is_sent_again_whatever_its_error_code() {
        Lesson lesson = new Lesson("2.5");
        List<TodoEvent> events = events(3);
        List<String> failed = List.of(events.get(1).id());
        aws.answer("PutEvents", call -> PutEvents.partial(call, calls() == 1 ? failed : List.of(), "InternalFailure"));
        publish(lesson, events);
        List<List<String>> calls =
                aws.calls("PutEvents").stream().map(PutEvents::ids).toList();
        lesson.expect(
                calls.equals(List.of(ids(events), failed)),
                "an entry with the error code InternalFailure isn't on the bus either: a second call sends it",
                calls);
    }

    @Test
    void an_entry_that_fails_twice_is_sent_a_third_time_alone() {
        Lesson lesson = new Lesson("2.5");
        List<TodoEvent> events = events(4);
        List<String> first = List.of(events.get(0).id(), events.get(2).id());
        List<String> second = List.of(events.get(2).id());
        aws.answer(
                "PutEvents", call -> PutEvents.partial(call, calls() == 1 ? first : calls() == 2 ? second : List.of()));
        publish(lesson, events);
        List<List<String>> calls =
                aws.calls("PutEvents").stream().map(PutEvents::ids).toList();
        lesson.expect(
                calls.equals(List.of(ids(events), first, second)),
                "each call has what failed in the one before it: the answer's entries are in the order of the call's",
                calls);
    }

    @Test
    void an_entry_that_never_succeeds_is_where_publishing_ends() {
        Lesson lesson = new Lesson("2.5");
        List<TodoEvent> events = events(12);
        List<String> refused = List.of(events.get(6).id());
        aws.answer("PutEvents", call -> PutEvents.partial(call, refused));
        int published = publish(lesson, events);
        lesson.expect(
                published == 6,
                "the seventh of twelve entries never gets through, so 6 events, counted from the first, are on the bus for sure",
                "publish answers " + published);
    }

    private static BusClient bus() {
        return new BusClient(EventBridgeClient.create(), BUS_NAME);
    }

    private int publish(Lesson lesson, List<TodoEvent> events) {
        try {
            return bus().publish(events, request.getLogger(), MILLIS);
        } catch (RuntimeException e) {
            throw lesson.failure("publish answers how many events are on the bus, and throws nothing", e);
        }
    }

    private int calls() {
        return aws.calls("PutEvents").size();
    }

    /** How many entries each call had, in order. */
    private List<Integer> sizes() {
        return aws.calls("PutEvents").stream()
                .map(call -> PutEvents.ids(call).size())
                .toList();
    }

    /** The ids of all events that were sent, in order. */
    private List<String> sent() {
        return PutEvents.ids(aws.calls("PutEvents"));
    }

    private static List<TodoEvent> events(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> event(number, "To-do " + number))
                .toList();
    }

    private static TodoEvent event(int number, String name) {
        TodoEvent told = new TodoChange(record(insert(1, image("t-" + number, name, "false", 1))))
                .event()
                .orElseThrow();
        TodoEvent.Metadata metadata = told.detail().metadata();
        return new TodoEvent(
                told.detailType(),
                new TodoEvent.Detail(
                        new TodoEvent.Metadata("event-" + number, metadata.version(), metadata.occurredAt()),
                        told.todo()));
    }

    private static List<String> ids(List<TodoEvent> events) {
        return events.stream().map(TodoEvent::id).toList();
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
