package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Reading;

/**
 * The AWS Query protocol: a form in, XML out. {@code Tags.member.1.Key=a} reaches an operation as
 * {@code {"Tags": [{"Key": "a"}]}}, {@code Attributes.entry.1.key=a&Attributes.entry.1.value=b} as
 * {@code {"Attributes": {"a": "b"}}}; answers take the way back, a JSON object whose name ends in
 * {@code Attributes} becoming a map.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS Query</a>
 */
public record AwsQuery(String xmlNamespace, Operations operations) implements Service {

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            Map<String, String> form = form(request);
            String action = Optional.ofNullable(form.get("Action"))
                    .orElseThrow(() -> AwsError.of("MissingAction", "The parameter Action is missing."));
            JsonNode output = operations.call(action, caller, input(form), Reading.FORM);
            String id = UUID.randomUUID().toString();
            return HttpReply.of(200, "text/xml", success(action, output, id)).withHeader(HttpReply.REQUEST_ID, id);
        } catch (AwsError e) {
            return ErrorReply.xml(e, xmlNamespace);
        }
    }

    private static Map<String, String> form(HttpRequest request) {
        if (HttpRequest.isMalformed(request.text())) {
            throw new AwsError(404, "MalformedQueryString", "The query string contains a syntax error.");
        }
        Map<String, String> form = new TreeMap<>();
        request.query().forEach((name, values) -> form.put(name, values.get(0)));
        HttpRequest.parameters(request.text()).forEach((name, values) -> form.put(name, values.get(values.size() - 1)));
        return form;
    }

    private static ObjectNode input(Map<String, String> form) {
        ObjectNode root = Json.object();
        form.forEach((name, value) -> {
            if (!name.equals("Action") && !name.equals("Version")) {
                put(root, name, value);
            }
        });
        return (ObjectNode) shape(root);
    }

    private static void put(ObjectNode node, String name, String value) {
        String[] path = name.split("\\.", -1);
        ObjectNode at = node;
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode there = at.has(path[i]) ? at.get(path[i]) : at.putObject(path[i]);
            if (!(there instanceof ObjectNode object)) {
                throw AwsError.of(
                        "MalformedInput", "The parameter " + name + " can't be inside a parameter that has a value.");
            }
            at = object;
        }
        at.put(path[path.length - 1], value);
    }

    /** Turns {@code {"member": {"1": …}}} into a list and {@code {"entry": {"1": {"key": …, "value": …}}}} into a map. */
    private static JsonNode shape(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.size() == 1 && object.has("member")) {
            return Json.list(numbered(object.get("member")).values(), AwsQuery::shape);
        }
        if (object.size() == 1 && object.has("entry")) {
            ObjectNode map = Json.object();
            numbered(object.get("entry"))
                    .values()
                    .forEach(entry -> map.set(
                            entry.path(entry.has("key") ? "key" : "Name").asText(),
                            shape(entry.get(entry.has("value") ? "value" : "Value"))));
            return map;
        }
        return Json.withEach(object, (name, value) -> shape(value));
    }

    private static Map<Integer, JsonNode> numbered(JsonNode members) {
        Map<Integer, JsonNode> byNumber = new TreeMap<>();
        members.forEachEntry((number, member) -> {
            if (number.matches("\\d{1,9}")) {
                byNumber.put(Integer.valueOf(number), member);
            }
        });
        if (byNumber.size() < members.size() || !members.asText().isEmpty()) {
            throw AwsError.of("MalformedInput", "Each member of a list needs a number: " + Json.text(members));
        }
        return byNumber;
    }

    private String success(String action, JsonNode output, String id) {
        return Xml.document(
                action + "Response",
                xmlNamespace,
                xml -> append(xml, action + "Result", output)
                        .element("ResponseMetadata", meta -> meta.element("RequestId", id)));
    }

    private static Xml append(Xml xml, String name, JsonNode node) {
        return xml.element(name, inner -> {
            if (node instanceof ArrayNode list) {
                list.forEach(item -> append(inner, "member", item));
            } else if (node instanceof ObjectNode object && name.endsWith("Attributes")) {
                object.forEachEntry((key, value) ->
                        inner.element("entry", entry -> append(entry.element("key", key), "value", value)));
            } else if (node instanceof ObjectNode object) {
                object.forEachEntry((field, value) -> append(inner, field, value));
            } else {
                inner.text(node.asText());
            }
        });
    }
}
