package workshop.cloud.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.iam.Caller;

/**
 * The operation PutEvents: each entry is taken or refused by itself, and the answer has one result for each, in order.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 */
record PutEvents(EventBridge eventBridge) {
    private static final int MAX_ENTRIES = 10;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int BYTES_OF_TIME = 14;
    private static final String OPERATION = "events:PutEvents";
    private static final ObjectReader STRICT = Json.MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Why one entry is refused. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    JsonNode call(Caller caller, ObjectNode input) {
        JsonNode entries = input.path("Entries");
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw AwsError.validation("1 validation error detected: Value at 'entries' failed to satisfy constraint:"
                    + " Member must have length "
                    + (entries.isEmpty() ? "greater than or equal to 1" : "less than or equal to " + MAX_ENTRIES)
                    + "; it has " + entries.size() + ".");
        }
        eventBridge.trace().hop(OPERATION + "Call", caller.arn(), "", entries.size() + " entries", "");
        int bytes = 0;
        for (JsonNode entry : entries) {
            bytes += bytes(entry);
            eventBridge.iam().authorize(caller, OPERATION, busArn(entry));
        }
        if (bytes > MAX_BYTES) {
            throw AwsError.validation("Total size of the entries in the request is over the limit.");
        }
        // The fault takes one entry from the middle, so that those before and behind it go through.
        boolean partial = eventBridge.faults().strikes(OPERATION, Effect.PARTIAL, caller.session());
        int struck = partial ? entries.size() / 2 : -1;

        ObjectNode answer = Json.object();
        ArrayNode results = Json.array();
        int failed = 0;
        for (int i = 0; i < entries.size(); i++) {
            ObjectNode result = put(caller, entries.get(i), i == struck);
            failed += result.has("ErrorCode") ? 1 : 0;
            results.add(result);
        }
        answer.put("FailedEntryCount", failed);
        return answer.set("Entries", results);
    }

    private String busArn(JsonNode entry) {
        return eventBridge.busArn(entry.path("EventBusName").asText(""));
    }

    private static int bytes(JsonNode entry) {
        int bytes = entry.has("Time") ? BYTES_OF_TIME : 0;
        List<JsonNode> texts =
                new ArrayList<>(List.of(entry.path("Source"), entry.path("DetailType"), entry.path("Detail")));
        entry.path("Resources").forEach(texts::add);
        for (JsonNode text : texts) {
            bytes += text.asText("").getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }

    private ObjectNode put(Caller caller, JsonNode entry, boolean struck) {
        String busArn = busArn(entry);
        try {
            if (struck || eventBridge.isFull()) {
                throw new Refused("ThrottlingException", "Rate exceeded");
            }
            Event event = envelope(entry).event(UUID.randomUUID().toString(), eventBridge.names());
            EventBus bus = eventBridge
                    .buses()
                    .get(EventBridge.busName(entry.path("EventBusName").asText("")));
            // AWS answers with an event id for a bus that isn't there, too, and drops the event.
            String outcome = bus == null ? "dropped: event bus " + busArn + " does not exist" : "ok";
            eventBridge.trace().hop(OPERATION, caller.arn(), busArn, outcome, event.json());
            if (bus != null) {
                eventBridge.accept(bus, event);
            }
            return Json.object().put("EventId", event.id());
        } catch (Refused e) {
            eventBridge.trace().hop(OPERATION, caller.arn(), busArn, e.code + ": " + e.getMessage(), Json.write(entry));
            return Json.object().put("ErrorCode", e.code).put("ErrorMessage", e.getMessage());
        }
    }

    private static Envelope envelope(JsonNode entry) throws Refused {
        String source = required(entry, "Source");
        String detailType = required(entry, "DetailType");
        JsonNode detail = detail(required(entry, "Detail"));
        if (source.startsWith("aws.")) {
            throw new Refused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        if (detailType.length() > 128) {
            throw new Refused(
                    "InvalidArgument", "Parameter DetailType is not valid. Reason: It has more than 128 characters.");
        }
        List<String> resources = new ArrayList<>();
        entry.path("Resources").forEach(resource -> resources.add(resource.asText()));
        JsonNode time = entry.path("Time");
        return new Envelope(
                source,
                detailType,
                time.isNumber() ? Instant.ofEpochMilli((long) (time.asDouble() * 1000)) : Instant.now(),
                resources,
                detail);
    }

    private static String required(JsonNode entry, String parameter) throws Refused {
        String value = entry.path(parameter).asText("");
        if (value.isEmpty()) {
            throw new Refused(
                    "InvalidArgument",
                    "Parameter " + parameter + " is not valid. Reason: " + parameter + " is a required argument.");
        }
        return value;
    }

    private static JsonNode detail(String text) throws Refused {
        try {
            JsonNode detail = STRICT.readTree(text);
            if (detail.isObject()) {
                return detail;
            }
        } catch (JsonProcessingException e) {
            throw new Refused("MalformedDetail", "Detail is malformed.");
        }
        throw new Refused("MalformedDetail", "Detail is malformed.");
    }
}
