package workshop.cloud.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.cloud.Json;

/**
 * The members that a request, a resource or a structure in one of them takes: no other is taken.
 *
 * @param returned what a resource has besides, and no template gives
 */
public record Members(Map<String, Member> byName, List<Function<JsonNode, List<String>>> rules, Set<String> returned)
        implements Shape {

    public static final Members NONE = of();

    public static Members of(Member... members) {
        return of(List.of(members));
    }

    public static Members of(Collection<Member> members) {
        Map<String, Member> byName = new LinkedHashMap<>();
        members.forEach(member -> byName.put(member.name(), member));
        return new Members(byName, List.of(), Set.of());
    }

    public Members and(Member... others) {
        Map<String, Member> all = new LinkedHashMap<>(byName);
        List.of(others).forEach(member -> all.put(member.name(), member));
        return new Members(all, rules, returned);
    }

    /**
     * The same, refused with this message when the condition holds.
     *
     * @param of the members whose values it is about: it is asked once all of them are known
     */
    public Members refuse(String message, Predicate<JsonNode> when, String... of) {
        return refuse(value -> isKnown(value, of) && when.test(value) ? List.of(message) : List.of());
    }

    /** Whether no function of a template gives one of these members, or something in it. */
    public static boolean isKnown(JsonNode value, String... of) {
        return Stream.of(of).map(value::path).noneMatch(Members::isOpen);
    }

    private static boolean isOpen(JsonNode value) {
        return Reading.TEMPLATE.isOpen(value) || value.valueStream().anyMatch(Members::isOpen);
    }

    /** The same, refused with each message that a rule has for it. */
    public Members refuse(Function<JsonNode, List<String>> rule) {
        return new Members(
                byName, Stream.concat(rules.stream(), Stream.of(rule)).toList(), returned);
    }

    /** The same, with what {@code Fn::GetAtt} gives besides. */
    public Members returning(String... attributes) {
        return new Members(byName, rules, Set.of(attributes));
    }

    public Set<String> names(Predicate<Member> are) {
        return byName.values().stream().filter(are).map(Member::name).collect(Collectors.toSet());
    }

    @Override
    public JsonNode typed(JsonNode value) {
        return Json.withEach(
                value,
                (name, its) ->
                        byName.containsKey(name) ? byName.get(name).shape().typed(its) : its);
    }

    @Override
    public void check(JsonNode value, String path, Violations found) {
        if (!(value instanceof ObjectNode object)) {
            found.type(path, "JSONObject", value);
            return;
        }
        object.removeIf(JsonNode::isNull); // it counts as not given
        byName.values().forEach(member -> {
            JsonNode its = object.get(member.name());
            String where = found.reading.member(path, member.name());
            if (its != null) {
                found.within(member.shape(), its, where);
                if (!member.hasEffect()) {
                    found.withoutEffect(where);
                }
            } else if (member.required()) {
                found.required(path, member.name(), where);
            }
        });
        object.fieldNames().forEachRemaining(name -> {
            if (!byName.containsKey(name)) {
                found.undeclared(path, name, byName.keySet());
            }
        });
        rules.forEach(rule -> rule.apply(object).forEach(message -> found.broken(path, message)));
    }
}
