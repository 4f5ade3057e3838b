package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import workshop.cloud.AwsError;
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

    /** @param invalid what is thrown if the token is none that a page gave */
    public static <T> Page<T> of(Collection<T> all, JsonNode token, int limit, AwsError invalid) {
        String text = token.asText("0");
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > all.size()) {
            throw invalid;
        }
        int from = Integer.parseInt(text);
        int to = Math.min(from + limit, all.size());
        return new Page<>(List.copyOf(all).subList(from, to), to < all.size() ? String.valueOf(to) : null);
    }

    public ObjectNode json(String name, Function<T, JsonNode> item) {
        return json(name, item, "NextToken");
    }

    public ObjectNode json(String name, Function<T, JsonNode> item, String token) {
        return Json.object().put(token, nextToken).set(name, Json.list(items, item));
    }
}
