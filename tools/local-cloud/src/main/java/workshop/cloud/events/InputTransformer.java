package workshop.cloud.events;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * A template with values of the event put in where it says {@code <name>}: JSON, or text in quotes.
 *
 * @param isText whether the template is text in quotes, one or several lines of it
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">Input transformation</a>
 */
record InputTransformer(Map<String, JsonPointer> paths, String template, boolean isText) implements TargetInput {
    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.\\-]+)>");
    private static final String WHOLE_EVENT = "aws.events.event.json";
    private static final Set<String> PREDEFINED = Set.of(
            "aws.events.rule-arn",
            "aws.events.rule-name",
            "aws.events.event.ingestion-time",
            "aws.events.event",
            WHOLE_EVENT);

    /** Reads the transformer of a target; throws {@link AwsError} if a placeholder has no path. */
    static InputTransformer of(String targetId, JsonNode json) {
        Map<String, JsonPointer> paths = new LinkedHashMap<>();
        json.path("InputPathsMap")
                .forEachEntry((name, path) -> paths.put(name, TargetInput.path(targetId, path.asText())));
        String template = json.path("InputTemplate").asText();
        PLACEHOLDER.matcher(template).results().map(found -> found.group(1)).forEach(name -> {
            EventsApi.refuse(
                    !paths.containsKey(name) && !PREDEFINED.contains(name),
                    "InputTemplate for target " + targetId + " contains invalid placeholder " + name + ".");
        });
        if (template.contains("<" + WHOLE_EVENT + ">")
                && !template.stripLeading().startsWith("{")) {
            throw AwsError.validation("InputTemplate for target " + targetId + " contains placeholder " + WHOLE_EVENT
                    + " valid only for JSON template.");
        }
        return new InputTransformer(paths, template, template.stripLeading().startsWith("\""));
    }

    @Override
    public String apply(Rule rule, Event event) {
        ObjectNode envelope = event.envelope();
        Matcher placeholders = PLACEHOLDER.matcher(template);
        StringBuilder filled = new StringBuilder();
        int from = 0;
        boolean quoted = false;
        while (placeholders.find()) {
            String before = template.substring(from, placeholders.start());
            filled.append(before);
            quoted ^= before.replaceAll("(?s)\\\\.|[^\"]", "").length() % 2 == 1; // quotes without a backslash
            JsonNode value = value(placeholders.group(1), rule, event, envelope);
            filled.append(quoted ? inside(value) : value.isMissingNode() ? "\"\"" : Json.write(value));
            from = placeholders.end();
        }
        String result = filled.append(template.substring(from)).toString();
        (isText ? result.lines() : Stream.of(result)).forEach(InputTransformer::requireJson);
        return result;
    }

    private static void requireJson(String text) {
        AwsError.refuse(
                Json.parse(text).isEmpty(),
                INVALID_JSON,
                "The input template gives no JSON with this event (a placeholder in quotes has an object or a list): "
                        + text);
    }

    private JsonNode value(String name, Rule rule, Event event, ObjectNode envelope) {
        return switch (name) {
            case "aws.events.rule-arn" -> new TextNode(rule.arn());
            case "aws.events.rule-name" -> new TextNode(rule.name());
            case "aws.events.event.ingestion-time" ->
                new TextNode(event.acceptedAt().toString());
            case "aws.events.event" -> withoutDetail(envelope);
            case WHOLE_EVENT -> envelope;
            default -> envelope.at(paths.get(name));
        };
    }

    /** {@code <aws.events.event>}: the event without its detail, with {@code detailType} for {@code detail-type}. */
    private static JsonNode withoutDetail(ObjectNode envelope) {
        ObjectNode event = envelope.deepCopy();
        event.remove("detail");
        event.set("detailType", event.remove("detail-type"));
        return event;
    }

    /** A value between quotes. In a text, an object or a list loses its own; in JSON they make it invalid, as on AWS. */
    private String inside(JsonNode value) {
        if (value.isContainerNode()) {
            return isText ? Json.write(value).replace("\"", "") : Json.write(value);
        }
        String inQuotes = Json.write(new TextNode(value.asText()));
        return inQuotes.substring(1, inQuotes.length() - 1);
    }
}
