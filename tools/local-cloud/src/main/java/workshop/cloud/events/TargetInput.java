package workshop.cloud.events;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** What of an event a target gets: by default all of it. */
@FunctionalInterface
interface TargetInput {
    /** The error's code if what a target would get is no JSON. */
    String INVALID_JSON = "InvalidJson";

    String apply(Rule rule, Event event);

    /** Reads Input, InputPath or InputTransformer of a target; throws {@link AwsError} that says what is wrong. */
    static TargetInput of(JsonNode target) {
        String id = target.path("Id").asText();
        if (givenIn(target) > 1) {
            throw AwsError.validation(
                    "Only one of Input, InputPath, or InputTransformer must be provided for target " + id + ".");
        }
        if (target.has("Input")) {
            String text = target.get("Input").asText();
            if (Json.parse(text).isEmpty()) {
                throw AwsError.validation("JSON syntax error in input for target " + id + ".");
            }
            return (rule, event) -> text;
        }
        if (target.has("InputPath")) {
            JsonPointer path = path(id, target.get("InputPath").asText());
            return (rule, event) -> Json.write(event.envelope().at(path));
        }
        return target.has("InputTransformer")
                ? InputTransformer.of(id, target.get("InputTransformer"))
                : (rule, event) -> event.json();
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
