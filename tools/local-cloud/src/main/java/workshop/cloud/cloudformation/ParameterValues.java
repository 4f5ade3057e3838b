package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        Map<String, String> values = new LinkedHashMap<>();
        template.section("Parameters").forEachEntry((name, parameter) -> {
            String value = kept.contains(name) ? previous(name, before) : given.get(name);
            if (value == null) {
                Template.refuse(!parameter.has("Default"), "Parameters: [" + name + "] must have values");
                value = parameter.get("Default").asText();
            }
            check(name, parameter, value);
            values.put(name, value);
        });
        List<String> unknown = given.keySet().stream()
                .filter(name -> !values.containsKey(name))
                .toList();
        Template.refuse(!unknown.isEmpty(), "Parameters: " + unknown + " do not exist in the template");
        return values;
    }

    private String previous(String name, Map<String, String> before) {
        boolean isGiven = !given.getOrDefault(name, "").isEmpty();
        if (isGiven || !before.containsKey(name)) {
            throw Template.invalid(
                    "Invalid input for parameter key " + name + ". Cannot specify usePreviousValue as true "
                            + (isGiven
                                    ? "and non empty value for a parameter"
                                    : "for a parameter key not in the previous template"));
        }
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
        if (parameter.has("AllowedPattern")
                && !value.matches(parameter.get("AllowedPattern").asText())) {
            return "must match pattern " + parameter.get("AllowedPattern").asText();
        }
        if (value.length() < parameter.path("MinLength").asInt(0)) {
            return "must contain at least " + parameter.get("MinLength").asText() + " characters";
        }
        int most = Math.min(parameter.path("MaxLength").asInt(MAX_BYTES), MAX_BYTES);
        if (value.length() > most || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return "must contain at most " + most + " characters";
        }
        if (!type.equals("Number") && !type.equals("List<Number>")) {
            return null;
        }
        if (!value.matches("[-+]?\\d+(\\.\\d+)?")) {
            return "must be a number.";
        }
        double number = Double.parseDouble(value);
        if (number < parameter.path("MinValue").asDouble(Double.NEGATIVE_INFINITY)) {
            return "must be a number not less than " + parameter.get("MinValue").asText();
        }
        if (number > parameter.path("MaxValue").asDouble(Double.POSITIVE_INFINITY)) {
            return "must be a number not greater than "
                    + parameter.get("MaxValue").asText();
        }
        return null;
    }
}
