package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * What a deployment gives for the parameters of a template.
 *
 * @param given values by name
 * @param kept those that keep the value of the deployment before ({@code UsePreviousValue})
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">
 *     Parameters</a>
 */
record ParameterValues(Map<String, String> given, Set<String> kept) {
    private static final int MAX_BYTES = 4096;

    /** The values of all that the template declares; throws a ValidationError naming one that it doesn't take. */
    Map<String, String> of(Template template, Map<String, String> before) {
        JsonNode declared = template.section("Parameters");
        Template.refuse(
                declared.isEmpty() && !given.isEmpty(),
                "Parameter values specified for a template which does not require them.");
        Map<String, String> values = new LinkedHashMap<>();
        declared.forEachEntry((name, parameter) -> {
            String value = kept.contains(name) ? previous(name, before) : given.get(name);
            values.put(name, value == null ? parameter.path("Default").asText(null) : value);
        });
        refuse(values.keySet(), name -> values.get(name) == null, "must have values");
        refuse(given.keySet(), name -> !declared.has(name), "do not exist in the template");
        declared.forEachEntry((name, parameter) -> check(name, parameter, values.get(name)));
        return values;
    }

    private static void refuse(Set<String> names, Predicate<String> which, String why) {
        List<String> refused = names.stream().filter(which).toList();
        Template.refuse(!refused.isEmpty(), "Parameters: " + refused + " " + why);
    }

    private String previous(String name, Map<String, String> before) {
        boolean isGiven = !given.getOrDefault(name, "").isEmpty();
        Template.refuse(
                isGiven || !before.containsKey(name),
                "Invalid input for parameter key " + name + ". Cannot specify usePreviousValue as true "
                        + (isGiven
                                ? "and non empty value for a parameter"
                                : "for a parameter key not in the previous template"));
        return before.get(name);
    }

    /** What {@code Ref} gives for each: a text, or a list of them. */
    static Map<String, JsonNode> resolve(
            Template template, Map<String, String> values, UnaryOperator<String> ssmParameters) {
        Map<String, JsonNode> resolved = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            JsonNode declared = template.section("Parameters").path(name);
            String type = declared.path("Type").asText();
            String missing = declared.has("Default")
                    ? "Unable to fetch parameters [" + value + "] from parameter store for this account."
                    : "Parameter " + name + " should either have input value or default value";
            String text =
                    type.startsWith("AWS::SSM::Parameter::Value<") ? stored(ssmParameters, value, missing) : value;
            resolved.put(name, type.contains("List") ? Json.MAPPER.valueToTree(items(text)) : TextNode.valueOf(text));
        });
        return resolved;
    }

    private static String stored(UnaryOperator<String> ssmParameters, String name, String missing) {
        try {
            return ssmParameters.apply(name);
        } catch (AwsError e) {
            throw Template.invalid(missing);
        }
    }

    private static List<String> items(String text) {
        return List.of(text.strip().split("\\s*,\\s*"));
    }

    private static void check(String name, JsonNode parameter, String value) {
        String type = parameter.path("Type").asText();
        for (String item : type.contains("List") ? items(value) : List.of(value)) {
            String broken = broken(type, parameter, item);
            if (broken != null) {
                String instead = parameter.path("ConstraintDescription").asText("");
                throw Template.invalid("Parameter '" + name + "' "
                        + (instead.isEmpty() ? broken : "failed to satisfy constraint: " + instead));
            }
        }
    }

    /** What a value must be and isn't; null if it is all. */
    private static String broken(String type, JsonNode parameter, String value) {
        JsonNode allowed = parameter.path("AllowedValues");
        if (!allowed.isMissingNode() && !Json.texts(allowed).contains(value)) {
            return "must be one of AllowedValues";
        }
        String pattern = parameter.path("AllowedPattern").asText("(?s).*");
        if (!value.matches(pattern)) {
            return "must match pattern " + pattern;
        }
        int least = parameter.path("MinLength").asInt(0);
        if (value.length() < least) {
            return "must contain at least " + least + " characters";
        }
        int most = Math.min(parameter.path("MaxLength").asInt(MAX_BYTES), MAX_BYTES);
        if (value.length() > most || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "must contain at most " + most + " characters";
        }
        if (!type.contains("Number")) {
            return null;
        }
        if (!value.matches("[-+]?\\d+(\\.\\d+)?")) {
            return "must be a number.";
        }
        String lowest = parameter.path("MinValue").asText("-Infinity");
        if (Double.parseDouble(value) < Double.parseDouble(lowest)) {
            return "must be a number not less than " + lowest;
        }
        String highest = parameter.path("MaxValue").asText("Infinity");
        if (Double.parseDouble(value) > Double.parseDouble(highest)) {
            return "must be a number not greater than " + highest;
        }
        return null;
    }
}
