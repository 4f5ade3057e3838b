package workshop.cloud.cloudformation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * A template as it was written, in JSON.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">Template sections</a>
 */
record Template(String text, ObjectNode root) {
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private static final String PSEUDO_PARAMETER =
            "AWS::(AccountId|NoValue|NotificationARNs|Partition|Region|StackId|StackName|URLSuffix)";

    static final Template EMPTY = new Template("{}", Json.object());

    /** Reads a template; throws a ValidationError that says what is wrong with it. */
    static Template read(String text) {
        JsonNode root;
        try {
            root = Json.read(text);
        } catch (UncheckedIOException e) {
            if (!text.stripLeading().startsWith("{")) {
                throw AwsError.notHere("templates in YAML; it reads those in JSON, as CDK writes them");
            }
            JsonLocation where = ((JsonProcessingException) e.getCause()).getLocation();
            throw invalid("Template format error: JSON not well-formed. (line " + where.getLineNr() + ", column "
                    + (where.getColumnNr() + 1) + ")"); // after the character that is none of JSON's
        }
        if (!(root instanceof ObjectNode object)) {
            throw invalid("Template format error: unsupported structure.");
        }
        Template template = new Template(text, object);
        new TemplateFormat(template, new References(template)).check();
        return template;
    }

    /** Throws ValidationError if that is so. */
    static void refuse(boolean when, String message) {
        AwsError.refuse(when, "ValidationError", message);
    }

    static AwsError invalid(String message) {
        return AwsError.of("ValidationError", message);
    }

    String description() {
        return root.path("Description").asText(null);
    }

    JsonNode section(String name) {
        return root.path(name);
    }

    Map<String, JsonNode> resources() {
        Map<String, JsonNode> resources = new LinkedHashMap<>();
        section("Resources").forEachEntry(resources::put);
        return resources;
    }

    Set<String> types() {
        return resources().values().stream()
                .map(resource -> resource.path("Type").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * These resources, each after those that it refers to; throws if they go in a circle. Else the last ones come first: what is
     * named by a text alone isn't there yet.
     */
    List<String> inOrder(Set<String> logicalIds) {
        Map<String, Set<String>> waiting = new LinkedHashMap<>();
        for (String id : logicalIds) {
            JsonNode resource = section("Resources").path(id);
            Set<String> before = references(resource);
            before.addAll(dependsOn(resource));
            before.retainAll(logicalIds);
            waiting.put(id, before);
        }
        return inOrder(waiting, "Circular dependency between resources: ");
    }

    /** These, each after those that it waits for; throws this message and a circle if they go in one. */
    static List<String> inOrder(Map<String, Set<String>> waiting, String message) {
        List<String> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<String> ready = new ArrayList<>(waiting.keySet());
            ready.removeIf(id -> !Collections.disjoint(waiting.get(id), waiting.keySet()));
            if (ready.isEmpty()) {
                throw invalid(message + circle(waiting));
            }
            waiting.keySet().removeAll(ready);
            Collections.reverse(ready);
            ordered.addAll(ready);
        }
        return ordered;
    }

    /** Some of these, each of which waits for another of them. */
    private static List<String> circle(Map<String, Set<String>> waiting) {
        List<String> path = new ArrayList<>();
        String id = waiting.keySet().iterator().next();
        while (!path.contains(id)) {
            path.add(id);
            id = waiting.get(id).stream()
                    .filter(waiting::containsKey)
                    .findFirst()
                    .orElseThrow();
        }
        return path.subList(path.indexOf(id), path.size());
    }

    static List<String> dependsOn(JsonNode resource) {
        return Json.each(resource.path("DependsOn")).stream()
                .map(JsonNode::asText)
                .toList();
    }

    static Set<String> references(JsonNode node) {
        Set<String> found = new LinkedHashSet<>();
        uses(node).forEach(use -> found.add(use.split("\\.", 2)[0]));
        return found;
    }

    /** The same with attributes, such as {@code Queue.Arn}; without pseudo parameters. */
    static Set<String> uses(JsonNode node) {
        Set<String> found = new LinkedHashSet<>();
        if (node.isObject() && node.size() == 1) {
            if (node.has("Ref")) {
                found.add(node.get("Ref").asText());
            } else if (node.has("Fn::GetAtt")) {
                JsonNode getAtt = node.get("Fn::GetAtt");
                found.add(getAtt.isArray() ? String.join(".", Json.texts(getAtt)) : getAtt.asText());
            } else if (node.has("Fn::Sub")) {
                substitutions(node.get("Fn::Sub")).forEach(found::add);
            }
        }
        node.forEach(child -> found.addAll(uses(child)));
        found.removeIf(use -> use.matches(PSEUDO_PARAMETER));
        return found;
    }

    private static Stream<String> substitutions(JsonNode sub) {
        return SUBSTITUTION
                .matcher(sub.isArray() ? sub.path(0).asText() : sub.asText())
                .results()
                .map(match -> match.group(1))
                .filter(name -> !sub.path(1).has(name));
    }
}
