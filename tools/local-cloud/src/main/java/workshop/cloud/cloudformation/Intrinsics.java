package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Physical;

/**
 * Intrinsic functions, resolved against what exists.
 *
 * @param template whose mappings and conditions are meant
 * @param values of parameters and pseudo parameters
 * @param existing the resource of a logical id; null if there is none (yet)
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
record Intrinsics(Template template, Map<String, String> values, Function<String, Physical> existing) {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(!?)([^}]*)}");
    private static final String NO_VALUE = "AWS::NoValue";

    /** A part of the template with all functions resolved; null where that is {@code AWS::NoValue}. */
    JsonNode resolve(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode resolved = Json.array();
            array.forEach(item -> {
                JsonNode value = resolve(item);
                if (value != null) {
                    resolved.add(value);
                }
            });
            return resolved;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.size() == 1) {
            String name = object.fieldNames().next();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return call(name, object.get(name));
            }
        }
        ObjectNode resolved = Json.object();
        object.properties().forEach(field -> {
            JsonNode value = resolve(field.getValue());
            if (value != null) {
                resolved.set(field.getKey(), value);
            }
        });
        return resolved;
    }

    private JsonNode call(String name, JsonNode argument) {
        return switch (name) {
            case "Ref" -> argument.asText().equals(NO_VALUE) ? null : text(ref(argument.asText()));
            case "Fn::GetAtt" -> text(getAtt(argument));
            case "Fn::Join" -> text(join(argument));
            case "Fn::Sub" -> text(sub(argument));
            case "Fn::Select" ->
                resolve(argument.path(1)).path(resolve(argument.path(0)).asInt());
            case "Fn::Split" -> split(argument);
            case "Fn::Base64" ->
                text(Base64.getEncoder()
                        .encodeToString(resolve(argument).asText().getBytes(StandardCharsets.UTF_8)));
            case "Fn::FindInMap" -> findInMap(argument);
            case "Fn::GetAZs" -> Json.array().add(values.get("AWS::Region") + "a");
            case "Fn::If" -> resolve(argument.path(condition(argument.path(0).asText()) ? 1 : 2));
            default -> {
                if (isCondition(name)) {
                    yield BooleanNode.valueOf(holds(Json.object().set(name, argument)));
                }
                throw AwsError.notHere("the intrinsic function " + name);
            }
        };
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    private String ref(String name) {
        String value = values.get(name);
        if (value != null) {
            return value;
        }
        return physical(name).ref();
    }

    private Physical physical(String logicalId) {
        Physical physical = existing.apply(logicalId);
        if (physical == null) {
            throw Template.invalid(
                    "Template error: instance of Ref or Fn::GetAtt references undefined resource " + logicalId);
        }
        return physical;
    }

    private String getAtt(JsonNode argument) {
        String[] parts = argument.isArray()
                ? new String[] {argument.path(0).asText(), argument.path(1).asText()}
                : argument.asText().split("\\.", 2);
        String value = physical(parts[0]).attributes().get(parts[1]);
        if (value == null) {
            throw Template.invalid("Template error: resource " + parts[0] + " does not support attribute type "
                    + parts[1] + " in Fn::GetAtt");
        }
        return value;
    }

    private String join(JsonNode argument) {
        StringJoiner joiner = new StringJoiner(argument.path(0).asText());
        resolve(argument.path(1)).forEach(part -> joiner.add(part.asText()));
        return joiner.toString();
    }

    private JsonNode split(JsonNode argument) {
        ArrayNode parts = Json.array();
        String delimiter = Pattern.quote(argument.path(0).asText());
        for (String part : resolve(argument.path(1)).asText().split(delimiter, -1)) {
            parts.add(part);
        }
        return parts;
    }

    private String sub(JsonNode argument) {
        JsonNode own = argument.isArray() ? argument.path(1) : Json.object();
        Matcher matcher =
                SUBSTITUTION.matcher(argument.isArray() ? argument.path(0).asText() : argument.asText());
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2);
            String value;
            if (!matcher.group(1).isEmpty()) {
                value = "${" + name + "}";
            } else if (own.has(name)) {
                value = resolve(own.get(name)).asText();
            } else {
                value = name.contains(".") ? getAtt(TextNode.valueOf(name)) : ref(name);
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString();
    }

    private JsonNode findInMap(JsonNode argument) {
        String map = resolve(argument.path(0)).asText();
        String first = resolve(argument.path(1)).asText();
        String second = resolve(argument.path(2)).asText();
        JsonNode found = template.section("Mappings").path(map).path(first).path(second);
        if (found.isMissingNode()) {
            throw Template.invalid("Template error: Unable to get mapping for " + map + "::" + first + "::" + second);
        }
        return found;
    }

    /** Whether a condition of the template's section holds. */
    boolean condition(String name) {
        JsonNode condition = template.section("Conditions").path(name);
        if (condition.isMissingNode()) {
            throw Template.invalid("Template error: unresolved condition dependency " + name);
        }
        return holds(condition);
    }

    private static boolean isCondition(String name) {
        return List.of("Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or", "Fn::Contains")
                .contains(name);
    }

    /** Whether a condition function holds. */
    boolean holds(JsonNode condition) {
        if (condition.has("Condition")) {
            return condition(condition.get("Condition").asText());
        }
        String name = condition.fieldNames().next();
        JsonNode argument = condition.get(name);
        List<JsonNode> parts = new ArrayList<>();
        argument.forEach(parts::add);
        return switch (name) {
            case "Fn::Equals" -> resolve(parts.get(0)).equals(resolve(parts.get(1)));
            case "Fn::Not" -> !holds(parts.get(0));
            case "Fn::And" -> parts.stream().allMatch(this::holds);
            case "Fn::Or" -> parts.stream().anyMatch(this::holds);
            case "Fn::Contains" -> {
                JsonNode wanted = resolve(parts.get(1));
                boolean contains = false;
                for (JsonNode item : resolve(parts.get(0))) {
                    contains |= item.equals(wanted);
                }
                yield contains;
            }
            default -> throw AwsError.notHere("the condition function " + name);
        };
    }
}
