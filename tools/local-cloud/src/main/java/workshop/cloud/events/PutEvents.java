package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.number;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/**
 * The operation PutEvents: each entry is taken or refused by itself, and the answer has one result for each, in order.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 */
record PutEvents(EventBridge eventBridge) {
    private static final int MAX_ENTRIES = 10;
    private static final int MAX_BYTES = 1 << 20;
    private static final int BYTES_OF_TIME = 14;
    private static final String OPERATION = "events:PutEvents";
    private static final Members ENTRY = Members.of(
            optional("Time", number()),
            optional("Source", text()),
            optional("Resources", list(text(0, 2048))),
            optional("DetailType", text()),
            optional("Detail", text()),
            EventsApi.EVENT_BUS_NAME,
            optional("TraceHeader", text(1, 500)));

    void addTo(Operations operations) {
        Members entries = Members.of(Member.required("Entries", list(ENTRY, 1, Integer.MAX_VALUE)));
        operations.aboutEach(this::busArns).on("PutEvents", entries, this::call);
    }

    private List<String> busArns(ObjectNode input) {
        List<String> shown =
                input.path("Entries").valueStream().map(PutEvents::shown).toList();
        if (shown.size() > MAX_ENTRIES) {
            throw AwsError.validation("1 validation error detected: Value '" + shown
                    + "' at 'entries' failed to satisfy constraint: Member must have length less than or equal to "
                    + MAX_ENTRIES);
        }
        return input.path("Entries").valueStream().map(this::busArn).distinct().toList();
    }

    /** As EventBridge shows an entry in its words about too many. */
    private static String shown(JsonNode entry) {
        return "PutEventsRequestEntry(time=" + entry.path("Time").asText(null)
                + ", source=" + entry.path("Source").asText(null)
                + ", resources=" + (entry.has("Resources") ? Json.texts(entry.path("Resources")) : null)
                + ", detailType=" + entry.path("DetailType").asText(null)
                + ", detail=" + entry.path("Detail").asText(null)
                + ", eventBusName=" + entry.path("EventBusName").asText(null)
                + ", traceHeader=" + entry.path("TraceHeader").asText(null)
                + ", kmsKeyIdentifier=null, internalMetadata=null)";
    }

    private JsonNode call(Caller caller, ObjectNode input) {
        JsonNode entries = input.path("Entries");
        eventBridge.trace.hop(caller.causes(), OPERATION + "Call", caller.arn(), "", entries.size() + " entries", "");
        if (entries.valueStream().mapToInt(PutEvents::bytes).sum() > MAX_BYTES) {
            throw AwsError.validation("Total size of the entries in the request is over the limit.");
        }
        // The fault takes one entry from the middle, so that those before and after it go through.
        boolean partial = eventBridge.platform.faults().strikes(OPERATION, Effect.PARTIAL, caller.session());
        int struck = partial ? entries.size() / 2 : -1;

        ArrayNode results = Json.array();
        for (int i = 0; i < entries.size(); i++) {
            results.add(put(caller, entries.get(i), i == struck));
        }
        int failed = results.findValues("ErrorCode").size();
        return Json.object().put("FailedEntryCount", failed).set("Entries", results);
    }

    private String busArn(JsonNode entry) {
        return eventBridge.busArn(entry.path("EventBusName").asText());
    }

    private static int bytes(JsonNode entry) {
        Stream<JsonNode> texts = Stream.of(entry.path("Source"), entry.path("DetailType"), entry.path("Detail"));
        int bytes = Stream.concat(texts, entry.path("Resources").valueStream())
                .mapToInt(text -> text.asText("").getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return bytes + (entry.has("Time") ? BYTES_OF_TIME : 0);
    }

    private ObjectNode put(Caller caller, JsonNode entry, boolean struck) {
        String busArn = busArn(entry);
        try {
            AwsError.refuse(struck || eventBridge.isFull(), "ThrottlingException", "Rate exceeded");
            Event event = event(entry);
            // AWS answers with an event id for a bus that isn't there, too, and drops the event.
            Optional<EventBus> bus = eventBridge.find(busArn);
            String outcome = bus.isPresent() ? "ok" : "dropped: event bus " + busArn + " does not exist";
            long hop = trace(caller, busArn, outcome, event.json());
            String header = entry.path("TraceHeader").asText(caller.traceHeader());
            bus.ifPresent(its -> eventBridge.accept(its, event.causedBy(hop, header)));
            return Json.object().put("EventId", event.id());
        } catch (AwsError e) {
            trace(caller, busArn, e.code() + ": " + e.getMessage(), Json.write(entry));
            return Json.object().put("ErrorCode", e.code()).put("ErrorMessage", e.getMessage());
        }
    }

    private long trace(Caller caller, String busArn, String outcome, String payload) {
        return eventBridge.trace.hop(caller.causes(), OPERATION, caller.arn(), busArn, outcome, payload);
    }

    private Event event(JsonNode entry) {
        String source = required(entry, "Source");
        String detailType = required(entry, "DetailType");
        JsonNode detail = detail(required(entry, "Detail"));
        AwsError.refuse(source.startsWith("aws."), "NotAuthorizedForSourceException", "Not authorized for the source.");
        if (detailType.length() > 128) {
            throw AwsError.of(
                    "InvalidArgument", "Parameter DetailType is not valid. Reason: It has more than 128 characters.");
        }
        JsonNode time = entry.path("Time");
        Instant at = time.isNumber() ? Instant.ofEpochMilli((long) (time.asDouble() * 1000)) : Instant.now();
        return Event.of(source, detailType, at, Json.texts(entry.path("Resources")), detail);
    }

    private static String required(JsonNode entry, String parameter) {
        String value = entry.path(parameter).asText("");
        AwsError.refuse(
                value.isEmpty(),
                "InvalidArgument",
                "Parameter " + parameter + " is not valid. Reason: " + parameter + " is a required argument.");
        return value;
    }

    /** Read as a part of something, as which it must be readable in the event. */
    private static JsonNode detail(String text) {
        return Json.parse("[" + text + "]")
                .filter(parts -> parts.size() == 1 && parts.get(0).isObject())
                .map(parts -> parts.get(0))
                .orElseThrow(() -> AwsError.of("MalformedDetail", "Detail is malformed."));
    }
}
