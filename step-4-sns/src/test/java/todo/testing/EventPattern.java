package todo.testing;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.event.ruler.Machine;

/** A pattern of a rule or of a filter, asked what it matches by EventBridge's own rule engine. */
public final class EventPattern {
    private final JsonObject pattern;

    public EventPattern(JsonObject pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if it is no pattern: why, without where in the JSON */
    public boolean matches(JsonObject event) {
        Machine machine = Machine.builder().build();
        try {
            machine.addRule("rule", pattern.toString());
            return !machine.rulesForJSONEvent(event.toString()).isEmpty();
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage())
                            .replaceFirst("(?s)\\s+at \\[Source: .*", "")
                            .replaceFirst(
                                    "must be an object or an array$",
                                    "$0: values are in a list, such as List.of(true)"),
                    e);
        }
    }

    /** The fields that an event doesn't fit in, such as "detail.data.completed", and what the pattern has there. */
    public Map<String, JsonElement> misfits(JsonObject event) {
        Map<String, JsonElement> misfits = new LinkedHashMap<>();
        collectMisfits(List.of(), pattern, event, misfits);
        return misfits;
    }

    private static void collectMisfits(
            List<String> path, JsonObject pattern, JsonObject event, Map<String, JsonElement> misfits) {
        pattern.entrySet().forEach(field -> {
            List<String> inner =
                    Stream.concat(path.stream(), Stream.of(field.getKey())).toList();
            if (field.getValue().isJsonObject()) {
                collectMisfits(inner, field.getValue().getAsJsonObject(), event, misfits);
            } else if (!new EventPattern(nested(inner, field.getValue())).matches(event)) {
                misfits.put(String.join(".", inner), field.getValue());
            }
        });
    }

    /**
     * Why an event matches none of these patterns, such as {@code a rule expects source ["todo"], the event has "TodoService"}:
     * what those for its detail-type expect, or all if there are none, and of these those with the fewest fields that don't fit.
     */
    public static String nearestMisfits(Stream<EventPattern> patterns, JsonObject event) {
        List<Map<String, JsonElement>> all =
                patterns.map(pattern -> pattern.misfits(event)).toList();
        List<Map<String, JsonElement>> ofType = all.stream()
                .filter(misfits -> !misfits.containsKey("detail-type"))
                .toList();
        List<Map<String, JsonElement>> nearest = ofType.isEmpty() ? all : ofType;
        int fewest = nearest.stream().mapToInt(Map::size).min().orElse(0);
        Map<String, List<String>> expected = new LinkedHashMap<>();
        nearest.stream()
                .filter(misfits -> misfits.size() == fewest)
                .flatMap(misfits -> misfits.entrySet().stream())
                .forEach(misfit -> expected.computeIfAbsent(misfit.getKey(), field -> new ArrayList<>())
                        .add(misfit.getValue().toString()));
        return expected.entrySet().stream()
                .map(field -> "a rule expects " + field.getKey() + " "
                        + field.getValue().stream().distinct().collect(joining(" or ")) + ", the event has "
                        + Objects.requireNonNullElse(at(field.getKey(), event), "none"))
                .collect(joining("; "));
    }

    /** A pattern of one field. */
    private static JsonObject nested(List<String> path, JsonElement value) {
        JsonObject pattern = new JsonObject();
        pattern.add(path.get(0), path.size() == 1 ? value : nested(path.subList(1, path.size()), value));
        return pattern;
    }

    /** What an event has in a field such as "detail.data.completed"; null if it doesn't have it. */
    public static JsonElement at(String field, JsonObject event) {
        JsonElement value = event;
        for (String name : field.split("\\.")) {
            value = value != null && value.isJsonObject()
                    ? value.getAsJsonObject().get(name)
                    : null;
        }
        return value;
    }

    /** Each text that stands in the pattern as a value. */
    public Stream<String> texts() {
        return texts(pattern);
    }

    private static Stream<String> texts(JsonElement value) {
        if (value.isJsonPrimitive()) {
            return Stream.of(value.getAsString());
        }
        return value.isJsonArray()
                ? value.getAsJsonArray().asList().stream().flatMap(EventPattern::texts)
                : value.isJsonObject()
                        ? value.getAsJsonObject().asMap().values().stream().flatMap(EventPattern::texts)
                        : Stream.empty();
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}
