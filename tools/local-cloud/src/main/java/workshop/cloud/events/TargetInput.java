package workshop.cloud.events;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** What of an event a target gets: by default all of it. */
@FunctionalInterface
interface TargetInput {

    String apply(Rule rule, Event event);

    /** Reads Input, InputPath or InputTransformer of a target; throws {@link AwsError} that says what is wrong. */
    static TargetInput of(JsonNode target) {
        long given = java.util.stream.Stream.of("Input", "InputPath", "InputTransformer")
                .filter(target::has)
                .count();
        if (given > 1) {
            throw AwsError.validation("Only one of Input, InputPath, or InputTransformer must be provided for target "
                    + target.path("Id").asText() + ".");
        }
        if (target.has("Input")) {
            String text = target.get("Input").asText();
            isJson("Input", text);
            return (rule, event) -> text;
        }
        if (target.has("InputPath")) {
            JsonPointer path = Transformer.pointer(target.get("InputPath").asText());
            return (rule, event) -> Json.write(event.envelope().at(path));
        }
        return target.has("InputTransformer")
                ? Transformer.of(target.get("InputTransformer"))
                : (rule, event) -> event.json();
    }

    private static void isJson(String parameter, String text) {
        try {
            Json.read(text);
        } catch (UncheckedIOException e) {
            throw AwsError.validation("Parameter " + parameter + " is not valid. Reason: it must be JSON text. "
                    + e.getCause().getMessage());
        }
    }

    /**
     * A template with values of the event put in where it says {@code <name>}.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">Input
     *     transformation</a>
     */
    record Transformer(Map<String, JsonPointer> paths, String template) implements TargetInput {
        private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.\\-]+)>");

        static Transformer of(JsonNode json) {
            Map<String, JsonPointer> paths = new LinkedHashMap<>();
            json.path("InputPathsMap")
                    .properties()
                    .forEach(path ->
                            paths.put(path.getKey(), pointer(path.getValue().asText())));
            return new Transformer(paths, json.path("InputTemplate").asText());
        }

        /** The subset of JSONPath that EventBridge has: {@code $.detail.items[0].name}. */
        static JsonPointer pointer(String path) {
            if (!path.matches("\\$(\\.[^.\\[\\]*?]+|\\[\\d+])*")) {
                throw AwsError.validation("Invalid JSON path in an InputPath or InputPathsMap: " + path
                        + ". It is like $.detail.items[0].name.");
            }
            return JsonPointer.compile(path.substring(1)
                    .replace("~", "~0")
                    .replace("/", "~1")
                    .replace("]", "")
                    .replaceAll("[.\\[]", "/"));
        }

        @Override
        public String apply(Rule rule, Event event) {
            JsonNode envelope = event.envelope();
            Matcher placeholders = PLACEHOLDER.matcher(template);
            StringBuilder filled = new StringBuilder();
            int from = 0;
            boolean quoted = false;
            while (placeholders.find()) {
                String before = template.substring(from, placeholders.start());
                filled.append(before);
                quoted ^= quotes(before) % 2 == 1;
                filled.append(value(placeholders.group(1), placeholders.group(), rule, event, envelope, quoted));
                from = placeholders.end();
            }
            return filled.append(template.substring(from)).toString();
        }

        private static long quotes(String text) {
            return text.replace("\\\\", "")
                    .replace("\\\"", "")
                    .chars()
                    .filter(c -> c == '"')
                    .count();
        }

        private String value(
                String name, String placeholder, Rule rule, Event event, JsonNode envelope, boolean quoted) {
            JsonNode value = switch (name) {
                case "aws.events.rule-arn" -> text(rule.arn());
                case "aws.events.rule-name" -> text(rule.name());
                case "aws.events.event.ingestion-time" ->
                    text(event.acceptedAt().toString());
                case "aws.events.event", "aws.events.event.json" -> envelope;
                default -> paths.containsKey(name) ? envelope.at(paths.get(name)) : null;
            };
            if (value == null) {
                return placeholder;
            }
            if (!quoted) {
                return value.isMissingNode() ? "null" : Json.write(value);
            }
            String inside = Json.write(text(value.isValueNode() ? value.asText() : Json.write(value)));
            return inside.substring(1, inside.length() - 1);
        }

        private static JsonNode text(String value) {
            return Json.MAPPER.getNodeFactory().textNode(value);
        }
    }
}
