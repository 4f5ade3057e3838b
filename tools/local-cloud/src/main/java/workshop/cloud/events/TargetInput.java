package workshop.cloud.events;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** What of an event a target gets: by default all of it. */
@FunctionalInterface
interface TargetInput {
    /** The error's code if what a target would get is no JSON. */
    String INVALID_JSON = "INVALID_JSON";

    String apply(Rule rule, Event event);

    /** Reads Input, InputPath or InputTransformer of a target; throws {@link AwsError} that says what is wrong. */
    static TargetInput of(JsonNode target) {
        String id = target.path("Id").asText();
        String arn = target.path("Arn").asText();
        boolean toLogGroup = arn.startsWith("arn:aws:logs:");
        EventsApi.refuse(
                givenIn(target) > 1,
                "Only one of Input, InputPath, or InputTransformer must be provided for target " + id + ".");
        boolean isTemplate = target.has("InputTransformer");
        if (givenIn(target) > 0 && (arn.startsWith("arn:aws:events:") || toLogGroup && !isTemplate)) {
            throw AwsError.validation("Input is not supported for target " + arn + ".");
        }
        if (target.has("Input")) {
            String text = target.get("Input").asText();
            EventsApi.refuse(Json.parse(text).isEmpty(), "JSON syntax error in input for target " + id + ".");
            return (rule, event) -> text;
        }
        if (target.has("InputPath")) {
            JsonPointer path = path(id, target.get("InputPath").asText());
            return (rule, event) -> Json.write(event.envelope().at(path));
        }
        if (!isTemplate) {
            return (rule, event) -> event.json();
        }
        InputTransformer transformer = InputTransformer.of(id, target.get("InputTransformer"));
        EventsApi.refuse(toLogGroup && transformer.isText(), "Input for target " + id + " is not a valid JSON text.");
        return toLogGroup ? (rule, event) -> line(transformer.apply(rule, event)) : transformer;
    }

    /** What a log group takes of a template: a time and a text. */
    private static String line(String json) {
        JsonNode line = Json.read(json);
        try {
            Instant.parse(line.path("timestamp").asText());
            if (line.size() == 2 && line.path("message").isTextual()) {
                return json;
            }
        } catch (DateTimeParseException e) { // said as for any other template
        }
        throw AwsError.of(INVALID_JSON, "A log group takes {\"timestamp\": a time, \"message\": a text}, not " + json);
    }

    /** How many of the three a target says. */
    static long givenIn(JsonNode target) {
        return Stream.of("Input", "InputPath", "InputTransformer")
                .filter(target::has)
                .count();
    }

    /** The subset of JSONPath that EventBridge has: {@code $.detail.items[0].name}. */
    static JsonPointer path(String targetId, String path) {
        if (!path.matches("\\$(\\.[^.\\[\\]*?]+|\\[\\d+])*")) {
            throw AwsError.validation("InputPath for target " + targetId + " is invalid.");
        }
        return JsonPointer.compile(path.substring(1)
                .replace("~", "~0")
                .replace("/", "~1")
                .replace("]", "")
                .replaceAll("[.\\[]", "/"));
    }
}
