package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.Stack.StackResource;

/**
 * Intrinsic functions, resolved against what exists.
 *
 * @param template whose mappings and conditions are meant
 * @param values of parameters and pseudo parameters
 * @param existing the resource of a logical id; null if it is not known yet
 * @param isShown whether people see it: parameters that must not be read (NoEcho) are asterisks, but decide what they decide
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
record Intrinsics(
        Template template, Map<String, JsonNode> values, Function<String, StackResource> existing, boolean isShown) {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(!?)([^}]*)}");
    private static final String NO_VALUE = "AWS::NoValue";

    /** A resource is asked for that doesn't exist yet. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String what) {
            super(what, null, false, false);
        }
    }

    Intrinsics(Template template, Map<String, JsonNode> values, Function<String, StackResource> existing) {
        this(template, values, existing, false);
    }

    Set<String> wanted() {
        Map<String, JsonNode> wanted = template.resources();
        wanted.values().removeIf(resource -> !isWanted(resource));
        return wanted.keySet();
    }

    boolean isWanted(JsonNode declared) {
        return !declared.has("Condition") || condition(declared.get("Condition").asText());
    }

    /**
     * A part of the template with all functions resolved, but those left as they are whose value is not known yet; null
     * where that is {@code AWS::NoValue}.
     */
    JsonNode resolve(JsonNode node) {
        return resolve(node, false);
    }

    /** The same for what is in the argument of a function, which is refused if that has no value. */
    private JsonNode known(FunctionFormat function, JsonNode node) {
        return Optional.ofNullable(resolve(node, true)).orElseThrow(function::refused);
    }

    JsonNode part(FunctionFormat function, int index) {
        return known(function, function.argument().path(index));
    }

    private JsonNode resolve(JsonNode node, boolean isArgument) {
        if (node instanceof ArrayNode array) {
            return Json.list(array.valueStream().toList(), item -> resolve(item, isArgument))
                    .removeIf(JsonNode::isNull); // which have no value
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.size() == 1) {
            String name = object.fieldNames().next();
            if (name.equals("Fn::If")) {
                JsonNode branches = object.get(name);
                return resolve(branches.path(condition(branches.path(0).asText()) ? 1 : 2), isArgument);
            }
            if (FunctionFormat.isFunction(object)) {
                try {
                    return FunctionFormat.literal(call(new FunctionFormat(name, object.get(name))));
                } catch (Unknown e) {
                    if (isArgument) {
                        throw e;
                    }
                    return node;
                }
            }
        }
        return ((ObjectNode) Json.withEach(object, (field, given) -> resolve(given, isArgument)))
                .removeIf(JsonNode::isNull);
    }

    private JsonNode call(FunctionFormat function) {
        JsonNode argument = function.argument();
        return switch (function.name()) {
            case "Ref" -> ref(argument.asText());
            case "Fn::GetAtt" -> getAtt(function);
            case "Fn::Join" -> TextNode.valueOf(join(function));
            case "Fn::Sub" -> TextNode.valueOf(sub(function));
            case "Fn::Select" -> select(function);
            case "Fn::Split" -> split(function);
            case "Fn::Base64" ->
                TextNode.valueOf(Base64.getEncoder()
                        .encodeToString(known(function, argument).asText().getBytes(StandardCharsets.UTF_8)));
            case "Fn::FindInMap" -> findInMap(function);
            case "Fn::GetAZs" -> zones(known(function, argument).asText());
            default -> throw function.refused();
        };
    }

    private JsonNode zones(String region) {
        String here = values.get("AWS::Region").asText();
        if (!region.isEmpty() && !region.equals(here)) {
            throw AwsError.notHere("the availability zones of " + region + "; it has those of " + here);
        }
        return Json.list(List.of("a", "b", "c", "d", "e", "f"), zone -> TextNode.valueOf(here + zone));
    }

    private JsonNode ref(String name) {
        if (isShown && template.section("Parameters").path(name).path("NoEcho").asBoolean()) {
            return TextNode.valueOf("****");
        }
        JsonNode value = name.equals(NO_VALUE) ? TextNode.valueOf(NO_VALUE) : values.get(name);
        if (value == null) {
            return TextNode.valueOf(resource(name).physical().ref());
        }
        return value.asText().equals(NO_VALUE) ? null : value; // a parameter may say so, too
    }

    private StackResource resource(String logicalId) {
        return Optional.ofNullable(existing.apply(logicalId)).orElseThrow(() -> new Unknown(logicalId));
    }

    /** An attribute that the type gives, or a property that the template gives. */
    private JsonNode getAtt(FunctionFormat function) {
        JsonNode argument = function.argument();
        String[] parts = argument.isArray()
                ? new String[] {argument.path(0).asText(), part(function, 1).asText()}
                : argument.asText().split("\\.", 2);
        StackResource resource = resource(parts[0]);
        String attribute = resource.physical().attributes().get(parts[1]);
        if (attribute != null) {
            return TextNode.valueOf(attribute);
        }
        return resource.properties().optional(parts[1]).orElseThrow(() -> new Unknown(parts[0] + "." + parts[1]));
    }

    private JsonNode select(FunctionFormat function) {
        JsonNode at = part(function, 0);
        JsonNode list = part(function, 1);
        if (!at.asText().matches("\\d{1,9}") || !list.isArray()) {
            throw function.refused();
        }
        int index = at.asInt();
        Template.refuse(
                index >= list.size(), "Template error: Fn::Select cannot select nonexistent value at index " + index);
        return list.get(index);
    }

    private String join(FunctionFormat function) {
        JsonNode list = part(function, 1);
        if (!list.isArray()) {
            throw function.refused();
        }
        return String.join(function.argument().path(0).asText(), Json.texts(list));
    }

    private JsonNode split(FunctionFormat function) {
        String delimiter = Pattern.quote(function.argument().path(0).asText());
        return Json.MAPPER.valueToTree(part(function, 1).asText().split(delimiter, -1));
    }

    private String sub(FunctionFormat function) {
        JsonNode argument = function.argument();
        JsonNode own = argument.path(1);
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        return SUBSTITUTION.matcher(text).replaceAll(found -> {
            String name = found.group(2);
            boolean isLiteral = !found.group(1).isEmpty();
            JsonNode reference = Json.object().put(name.contains(".") ? "Fn::GetAtt" : "Ref", name);
            JsonNode given = own.has(name) ? own.get(name) : reference;
            String value =
                    isLiteral ? "${" + name + "}" : known(function, given).asText();
            return Matcher.quoteReplacement(value);
        });
    }

    private JsonNode findInMap(FunctionFormat function) {
        Stream<JsonNode> keys = function.argument().valueStream().map(key -> known(function, key));
        return References.findInMap(template, keys.map(JsonNode::asText).toList());
    }

    /** What a resource declares under this name. */
    ObjectNode part(JsonNode declared, String name) {
        return resolve(declared.path(name)) instanceof ObjectNode object ? object : Json.object();
    }

    /** Its properties as people see them. */
    ObjectNode shown(JsonNode declared) {
        try {
            return new Intrinsics(template, values, existing, true).part(declared, "Properties");
        } catch (AwsError e) {
            return Json.object(); // a function in it gives nothing without what must not be read
        }
    }

    /** As they are shown. Throws for one that can't become a text, whatever functions in it will give. */
    Map<String, String> outputs(Consumer<JsonNode> check, UnaryOperator<String> shown) {
        Map<String, String> outputs = new LinkedHashMap<>();
        template.section("Outputs").forEachEntry((name, output) -> {
            if (isWanted(output)) {
                JsonNode value = resolve(output.path("Value"));
                Template.refuse(
                        value == null || !FunctionFormat.isText(value),
                        "Template format error: The Value field of every Outputs member must evaluate to a String"
                                + (value != null && value.isArray() ? " and not a List." : "."));
                check.accept(value);
                outputs.put(name, shown.apply(value.asText()));
            }
        });
        return outputs;
    }

    boolean condition(String name) {
        Intrinsics withSecrets = new Intrinsics(template, values, existing);
        return new Decisions(withSecrets).holds(template.section("Conditions").path(name));
    }
}
