package workshop.console.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import workshop.cloud.Json;
import workshop.console.journey.Journeys.Way;

/**
 * Several records that a function gets at once. What comes of it belongs to the record whose id it has, such as an event that
 * was made of it; else to the records whose key it has; else to all of them.
 *
 * @param byId the ways of each record, by its event id or message id
 * @param byKey the ways of all records of an item, by its key's value
 */
record Batch(Map<String, Set<Way>> byId, Map<String, Set<Way>> byKey) {
    /** What in a message may be an id. */
    private static final Pattern WORD = Pattern.compile("[\\w-]{8,}");

    /** The batch of these records, each with its ways, in the same order. */
    static Batch of(String payload, List<Set<Way>> ways) {
        Batch batch = new Batch(new LinkedHashMap<>(), new LinkedHashMap<>());
        List<JsonNode> records =
                Json.each(Json.parse(payload).orElseGet(Json::object).path("Records"));
        for (int i = 0; i < Math.min(records.size(), ways.size()); i++) {
            JsonNode record = records.get(i);
            Set<Way> its = ways.get(i);
            add(batch.byId, record.path("eventID").asText(), its);
            add(batch.byId, record.path("messageId").asText(), its);
            record.at("/dynamodb/Keys").forEach(key -> key.forEach(value -> add(batch.byKey, value.asText(), its)));
            WORD.matcher(record.path("body").asText()).results().forEach(word -> add(batch.byKey, word.group(), its));
        }
        return batch;
    }

    private static void add(Map<String, Set<Way>> map, String text, Set<Way> ways) {
        if (!text.isEmpty()) {
            map.computeIfAbsent(text, key -> new LinkedHashSet<>()).addAll(ways);
        }
    }

    /** To whom of these what has this payload belongs. */
    Set<Way> of(String payload, Set<Way> all) {
        for (Map<String, Set<Way>> marks : List.of(byId, byKey)) {
            Set<Way> found = new LinkedHashSet<>();
            marks.forEach((mark, ways) -> {
                // what all records have in common is no difference
                if (!ways.containsAll(all) && contains(payload, mark)) {
                    found.addAll(ways);
                }
            });
            found.retainAll(all);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return all;
    }

    /** A whole word of it, not the beginning of another one. */
    private static boolean contains(String payload, String mark) {
        return payload.contains(mark)
                && Pattern.compile("(?<![\\p{L}\\p{Nd}-])" + Pattern.quote(mark) + "(?![\\p{L}\\p{Nd}-])")
                        .matcher(payload)
                        .find();
    }
}
