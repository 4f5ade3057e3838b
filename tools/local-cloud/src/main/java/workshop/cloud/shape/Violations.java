package workshop.cloud.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import workshop.cloud.AwsError;

/** In what a request or a resource differs from what it may be, in AWS's words. */
public final class Violations {
    /** @see <a href="https://github.com/aws-cloudformation/cloudformation-resource-schema/pull/40">What CloudFormation says, without any value</a> */
    private static final Map<String, String> LENGTHS = Map.of(
            "Length", "expected %sLength: %d, actual: %d",
            "Items", "expected %simum item count: %d, found: %d",
            "Properties", "%simum size: [%d], found: [%d]");

    final Reading reading;
    private final List<String> bounds = new ArrayList<>();
    /** What CloudFormation calls a value that is no number. */
    private static final Map<JsonNodeType, String> FOUND = Map.of(
            JsonNodeType.ARRAY, "JSONArray",
            JsonNodeType.BOOLEAN, "Boolean",
            JsonNodeType.OBJECT, "JSONObject",
            JsonNodeType.STRING, "String");

    private final List<String> types = new ArrayList<>();
    private final List<String> undeclared = new ArrayList<>();
    private final List<String> withoutEffect = new ArrayList<>();

    private Violations(Reading reading) {
        this.reading = reading;
    }

    public static Violations of(Shape shape, JsonNode value, Reading reading) {
        Violations found = new Violations(reading);
        found.within(shape, value, reading == Reading.TEMPLATE ? "#" : "");
        return found;
    }

    public List<String> withoutEffect() {
        return withoutEffect;
    }

    /** Everything in which a template's resource differs, as CloudFormation says it. */
    public List<String> ofResource() {
        return Stream.of(undeclared, types, bounds).flatMap(List::stream).toList();
    }

    /**
     * Throws if a request has a member that is not declared, and names it, or if it breaks a type or a bound.
     *
     * @param code the service's own for broken bounds, such as {@code ValidationException}
     */
    public static void refuse(Shape shape, JsonNode request, Reading reading, String operation, String code) {
        Violations found = of(shape, request, reading);
        if (!found.undeclared.isEmpty()) {
            throw AwsError.notHere("the parameter " + found.undeclared.get(0) + " of " + operation);
        }
        if (!found.types.isEmpty()) {
            throw AwsError.of("SerializationException", found.types.get(0));
        }
        if (!found.bounds.isEmpty()) {
            String errors = found.bounds.size() == 1 ? " validation error" : " validation errors";
            throw AwsError.of(code, found.bounds.size() + errors + " detected: " + String.join("; ", found.bounds));
        }
    }

    void within(Shape shape, JsonNode value, String path) {
        if (value.isNull() && shape != Shape.ANY) {
            bounds.add(absent(path));
        } else if (!reading.isOpen(value) && !reading.isNothing(value, shape)) {
            shape.check(value, path, this);
        }
    }

    void type(String path, String expected, JsonNode value) {
        String found = FOUND.getOrDefault(value.getNodeType(), value.isIntegralNumber() ? "Integer" : "Double");
        boolean isText = reading == Reading.FORM && value.isTextual();
        types.add(
                reading == Reading.TEMPLATE
                        ? path + ": expected type: " + expected + ", found: " + found
                        : isText
                                ? "The value at '" + path + "' is no " + expected + ": " + shown(value)
                                : mistyped(expected, value));
    }

    private String mistyped(String expected, JsonNode value) {
        if (value.isArray() || reading == Reading.FORM) {
            return "Start of list found where not expected";
        }
        if (value.isObject()) {
            return "Start of structure or map found where not expected.";
        }
        if (expected.startsWith("JSON")) {
            return expected.equals("JSONArray") ? "Expected list or null" : "Expected null";
        }
        String token = value.isBoolean()
                ? value.asText().toUpperCase(Locale.ROOT)
                : value.getNodeType().name();
        return token + "_VALUE can not be converted to " + (expected.equals("Integer") ? "an " : "a ") + expected;
    }

    void required(String path, String name, String where) {
        bounds.add(reading == Reading.TEMPLATE ? path + ": required key [" + name + "] not found" : absent(where));
    }

    private static String absent(String where) {
        return "Value null at '" + where + "' failed to satisfy constraint: Member must not be null";
    }

    void undeclared(String path, String name, Collection<String> declared) {
        undeclared.add(
                reading == Reading.TEMPLATE
                        ? path + ": extraneous key [" + name + "] is not permitted (the local cloud has " + declared
                                + ")"
                        : (path.isEmpty() ? name : name + " in " + path) + " (it has "
                                + (declared.isEmpty() ? "none" : declared) + ")");
    }

    void withoutEffect(String path) {
        withoutEffect.add(path);
    }

    void broken(String path, String message) {
        bounds.add(path.isEmpty() ? message : path + ": " + message);
    }

    /** @param of what CloudFormation calls it: {@code Length}, {@code Items} or {@code Properties} */
    void length(String path, JsonNode value, int length, int least, int most, String of) {
        if (reading == Reading.TEMPLATE && (length < least || length > most)) {
            boolean isLess = length < least;
            broken(path, LENGTHS.get(of).formatted(isLess ? "min" : "max", isLess ? least : most, length));
        } else if (length < least) {
            bound(path, value, "min" + of, "length greater than or equal to " + least);
        } else if (length > most) {
            bound(path, value, "max" + of, "length less than or equal to " + most);
        }
    }

    void bound(String path, JsonNode value, String keyword, String words) {
        constraint(path, value, keyword, "have " + words);
    }

    void pattern(String path, JsonNode value, String pattern) {
        constraint(path, value, "pattern", "satisfy regular expression pattern: " + pattern);
    }

    void values(String path, JsonNode value, Collection<String> values) {
        constraint(path, value, "enum", "satisfy enum value set: " + values);
    }

    private void constraint(String path, JsonNode value, String keyword, String words) {
        bounds.add(
                reading == Reading.TEMPLATE
                        ? path + ": failed validation constraint for keyword [" + keyword + "]"
                        : "Value '" + shown(value) + "' at '" + path + "' failed to satisfy constraint: Member must "
                                + words);
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
