package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * A field of a pattern that an event does not match, as Event Ruler decides.
 *
 * @param field such as {@code detail.data.completed}
 * @param got missing if the event does not have the field
 */
record Mismatch(String field, JsonNode wanted, JsonNode got) {

    static List<Mismatch> of(JsonNode pattern, JsonNode event) {
        return of(pattern, event, event, List.of()).toList();
    }

    private static Stream<Mismatch> of(JsonNode pattern, JsonNode at, JsonNode event, List<String> path) {
        return pattern.properties().stream().flatMap(field -> {
            List<String> its =
                    Stream.concat(path.stream(), Stream.of(field.getKey())).toList();
            JsonNode wanted = field.getValue();
            JsonNode got = at.path(field.getKey());
            if (wanted.isObject()) {
                return of(wanted, got, event, its);
            }
            boolean matches = new EventPattern(Json.text(alone(its, wanted))).matches(event);
            return matches ? Stream.of() : Stream.of(new Mismatch(String.join(".", its), wanted, got));
        });
    }

    private static JsonNode alone(List<String> path, JsonNode wanted) {
        return path.isEmpty() ? wanted : Json.object().set(path.get(0), alone(path.subList(1, path.size()), wanted));
    }

    /** Whether it is nearly right: the same text in other letters, or of another type. */
    boolean isNear() {
        return !hint().isEmpty() && !got.isMissingNode();
    }

    /** What to change, in the pattern of this. */
    String fix(String of) {
        String what = got.isMissingNode() ? "a field that is there" : Json.write(got);
        return "In the pattern of " + of + ", " + field + " must match " + what + ".";
    }

    private String hint() {
        if (got.isMissingNode()) {
            return field.startsWith("$or") ? "" : "; the event has no such field";
        }
        for (JsonNode one : wanted) {
            if (one.isValueNode() && one.asText().equals(got.asText()) && one.getNodeType() != got.getNodeType()) {
                return "; " + Json.write(one) + " is not " + Json.write(got);
            }
            if (one.isTextual()
                    && one.asText().strip().equalsIgnoreCase(got.asText().strip())) {
                return "; they differ in upper and lower case, or in spaces";
            }
        }
        return "";
    }

    @Override
    public String toString() {
        String its = got.isMissingNode() ? "nothing" : Json.write(got);
        return field + ": wanted " + Json.write(wanted) + ", got "
                + (its.length() > 200 ? its.substring(0, 200) + "…" : its) + hint();
    }
}
