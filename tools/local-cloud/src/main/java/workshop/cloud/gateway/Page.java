package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Digest;
import workshop.cloud.Json;

/**
 * A part of a list, and the token that gives the next part.
 *
 * @param nextToken null at the end
 */
public record Page<T>(List<T> items, String nextToken) {

    /** As much of a list as the request's Limit says, from where its NextToken says. */
    public static <T> Page<T> of(Collection<T> all, JsonNode request) {
        AwsError invalid = AwsError.validation("Parameter NextToken is not valid.");
        return of(all, request.path("NextToken"), request.path("Limit").asInt(100), invalid);
    }

    /**
     * The token says which item is the next, so that none is left out if those of a page are deleted, and at which place it was,
     * in case it is gone or changed. Of two that look the same, the one at that place is meant.
     *
     * @param invalid what is thrown if the token is none that a page gave
     */
    public static <T> Page<T> of(Collection<T> all, JsonNode token, int limit, AwsError invalid) {
        List<T> list = List.copyOf(all);
        List<String> items = list.stream()
                .map(item -> Digest.hex("MD5", item.toString().getBytes(StandardCharsets.UTF_8)))
                .toList();
        String[] next = token.asText("0_").split("_", 2);
        if (!next[0].matches("\\d{1,9}") || next.length < 2) {
            throw invalid;
        }
        int place = Math.min(Integer.parseInt(next[0]), list.size());
        boolean isThere = items.subList(place, list.size()).indexOf(next[1]) == 0;
        int from = isThere || !items.contains(next[1]) ? place : items.lastIndexOf(next[1]);
        int to = Math.min(from + limit, list.size());
        return new Page<>(list.subList(from, to), to < list.size() ? to + "_" + items.get(to) : null);
    }

    public ObjectNode json(String name, Function<T, JsonNode> item) {
        return json(name, item, "NextToken");
    }

    public ObjectNode json(String name, Function<T, JsonNode> item, String token) {
        return Json.object().put(token, nextToken).set(name, Json.list(items, item));
    }
}
