package workshop.cloud.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import workshop.cloud.Json;

/**
 * What value a member takes: its type, and the bounds that AWS gives for it.
 *
 * @see <a href="https://smithy.io/2.0/spec/constraint-traits.html">Constraint traits</a>
 */
public interface Shape {
    /** Any value: its meaning is checked where it is read. */
    Shape ANY = (value, path, found) -> {};

    /** Adds to the violations each way in which the value is not of this shape. */
    void check(JsonNode value, String path, Violations found);

    /** A template's value as this type has it, where another scalar stands for it; one that doesn't fit, as it is. */
    default JsonNode typed(JsonNode value) {
        return value;
    }

    static Text text() {
        return text(0, Integer.MAX_VALUE);
    }

    /** Text of so many characters, both bounds included. */
    static Text text(int least, int most) {
        return new Text(least, most, null);
    }

    /** Text that matches a regular expression as a whole. */
    static Text text(int least, int most, String pattern) {
        return new Text(least, most, Pattern.compile(pattern));
    }

    static OneOf oneOf(String... values) {
        return new OneOf(new TreeSet<>(List.of(values)), Set.of());
    }

    /** A whole number, both bounds included. */
    static Number whole(long least, long most) {
        return new Number(least, most, true);
    }

    /** A whole number of 32 bits. */
    static Number whole() {
        return whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A number that may have a fraction, such as a time in seconds. */
    static Number number() {
        return number(Long.MIN_VALUE);
    }

    /** The same, not below a bound. */
    static Number number(long least) {
        return new Number(least, Long.MAX_VALUE, false);
    }

    static Flag flag() {
        return new Flag();
    }

    static ListOf list(Shape item) {
        return list(item, 0, Integer.MAX_VALUE);
    }

    /** A list of so many items, both bounds included. */
    static ListOf list(Shape item, int least, int most) {
        return new ListOf(item, least, most, null);
    }

    /** Names of one's own with values of one shape. */
    static MapOf map(Shape value) {
        return map(text(), value);
    }

    static MapOf map(Shape key, Shape value) {
        return new MapOf(key, value, Integer.MAX_VALUE);
    }

    /** A JSON object, or text that is one. */
    static Document json() {
        return json(ANY);
    }

    static Document json(Shape inner) {
        return new Document(inner);
    }

    /** @param pattern null for any text of that length */
    record Text(int least, int most, Pattern pattern) implements Shape {

        @Override
        public JsonNode typed(JsonNode value) {
            return value.isValueNode() ? TextNode.valueOf(value.asText()) : value;
        }

        @Override
        public void check(JsonNode value, String path, Violations found) {
            Optional<String> text = found.reading.text(value);
            if (text.isEmpty()) {
                found.type(path, "String", value);
                return;
            }
            found.length(path, value, text.get().codePointCount(0, text.get().length()), least, most, "Length");
            if (pattern != null && !pattern.matcher(text.get()).matches()) {
                found.pattern(path, value, pattern.pattern());
            }
        }
    }

    /** @param missing values that AWS takes, and that are not here */
    record OneOf(Set<String> values, Set<String> missing) implements Shape {

        public OneOf without(String... those) {
            return new OneOf(values, Set.of(those));
        }

        @Override
        public void check(JsonNode value, String path, Violations found) {
            Optional<String> text = found.reading.text(value);
            if (text.isEmpty()) {
                found.type(path, "String", value);
            } else if (missing.contains(text.get())) {
                found.undeclared("", path + " " + text.get(), values);
            } else if (!values.contains(text.get())) {
                found.values(path, value, values);
            }
        }
    }

    record Number(long least, long most, boolean whole) implements Shape {

        @Override
        public JsonNode typed(JsonNode value) {
            return Reading.TEMPLATE
                    .number(value)
                    .filter(number -> number.compareTo(BigDecimal.valueOf(number.longValue())) == 0)
                    .<JsonNode>map(number -> LongNode.valueOf(number.longValue()))
                    .orElse(value);
        }

        @Override
        public void check(JsonNode value, String path, Violations found) {
            Optional<BigDecimal> number = found.reading.number(value);
            if (number.isEmpty() || whole && number.get().stripTrailingZeros().scale() > 0) {
                found.type(path, whole ? "Integer" : "Number", value);
            } else if (number.get().compareTo(BigDecimal.valueOf(least)) < 0) {
                found.bound(path, value, "minimum", "value greater than or equal to " + least);
            } else if (number.get().compareTo(BigDecimal.valueOf(most)) > 0) {
                found.bound(path, value, "maximum", "value less than or equal to " + most);
            }
        }
    }

    record Flag() implements Shape {

        @Override
        public JsonNode typed(JsonNode value) {
            return Reading.TEMPLATE.isFlag(value)
                    ? BooleanNode.valueOf(value.asText().equalsIgnoreCase("true"))
                    : value;
        }

        @Override
        public void check(JsonNode value, String path, Violations found) {
            if (!found.reading.isFlag(value)) {
                found.type(path, "Boolean", value);
            }
        }
    }

    /** @param identity in what no two items may be the same; null if they may */
    record ListOf(Shape item, int least, int most, UnaryOperator<JsonNode> identity) implements Shape {

        public ListOf distinct() {
            return new ListOf(item, least, most, it -> it);
        }

        /** The same, of which no two items have the same value of a member. */
        public ListOf distinctBy(String member) {
            return new ListOf(item, least, most, it -> it.path(member));
        }

        @Override
        public JsonNode typed(JsonNode value) {
            return value.isArray() ? Json.list(value.valueStream().toList(), item::typed) : value;
        }

        @Override
        public void check(JsonNode value, String path, Violations found) {
            if (!(value instanceof ArrayNode items)) {
                found.type(path, "JSONArray", value);
                return;
            }
            found.length(path, value, items.size(), least, most, "Items");
            if (identity != null && items.valueStream().map(identity).distinct().count() < items.size()) {
                found.broken(path, "array items are not unique");
            }
            for (int i = 0; i < items.size(); i++) {
                found.within(item, items.get(i), found.reading.item(path, i));
            }
        }
    }

    record MapOf(Shape key, Shape value, int most) implements Shape {

        public MapOf most(int entries) {
            return new MapOf(key, value, entries);
        }

        @Override
        public JsonNode typed(JsonNode node) {
            return Json.withEach(node, (name, its) -> value.typed(its));
        }

        @Override
        public void check(JsonNode node, String path, Violations found) {
            if (node instanceof ObjectNode map) {
                found.length(path, node, map.size(), 0, most, "Properties");
                map.forEachEntry((name, its) -> {
                    String where = found.reading.entry(path, name);
                    found.within(key, TextNode.valueOf(name), where);
                    found.within(value, its, where);
                });
            } else {
                found.type(path, "JSONObject", node);
            }
        }
    }

    record Document(Shape inner) implements Shape {

        @Override
        public void check(JsonNode value, String path, Violations found) {
            JsonNode json = value;
            if (value.isTextual()) {
                try {
                    json = Json.read(value.asText());
                } catch (UncheckedIOException e) {
                    found.broken(path, "is no JSON: " + e.getCause().getMessage());
                    return;
                }
            }
            if (json.isObject()) {
                found.within(inner, json, path);
            } else {
                found.type(path, "JSONObject", value);
            }
        }
    }
}
