package todo.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import todo.Json;

/** What a client asks for; whatever can't be right about it is a {@link BadRequest}. */
final class TodoRequest {
    /** The longest name, in UTF-16 units. */
    static final int MAX_NAME = 256;

    private static final int MAX_BODY_SHOWN = 80;
    /** What no store, queue or mail takes as text: control characters other than line breaks and tabs, halves of a pair. */
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\ufffe\\uffff&&[^\\t\\n\\r]]");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final APIGatewayProxyRequestEvent event;

    private static final class Fields extends LinkedHashMap<String, JsonElement> {
        private static final long serialVersionUID = 1L;
    }

    TodoRequest(APIGatewayProxyRequestEvent event) {
        this.event = event;
    }

    /** The id in the path, or null if it can't be one. */
    String todoId() {
        Map<String, String> path = event.getPathParameters();
        String id = path == null ? null : path.get("todoId");
        return id != null && UUID.matcher(id).matches() ? id : null;
    }

    /** A query parameter, or null. */
    String query(String name) {
        Map<String, String> query = event.getQueryStringParameters();
        return query == null ? null : query.get(name);
    }

    /** The body, which must be a JSON object with no other fields than these. */
    JsonObject body(Set<String> fields) {
        JsonElement body = parse(text());
        if (body == null || !body.isJsonObject()) {
            throw new BadRequest("the body must be a JSON object, such as {\"name\": \"Water the plants\"}");
        }
        for (String field : body.getAsJsonObject().keySet()) {
            if (!fields.contains(field)) {
                throw new BadRequest("unknown field \"" + shown(field) + "\"; known are " + fields);
            }
        }
        return body.getAsJsonObject();
    }

    private String text() {
        String body = event.getBody() == null ? "" : event.getBody();
        if (!Boolean.TRUE.equals(event.getIsBase64Encoded())) {
            return body;
        }
        try {
            return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("the body is not the base64 that it is said to be");
        }
    }

    private static JsonElement parse(String text) {
        if (text.isBlank()) {
            throw new BadRequest("the body is empty; it must be a JSON object");
        }
        try {
            JsonElement body = Json.read(text, JsonElement.class);
            if (body != null && body.isJsonObject()) {
                Json.read(text, Fields.class); // a map, unlike a JsonElement, refuses a field that is given twice
            }
            return body;
        } catch (JsonParseException e) {
            throw new BadRequest("the body is malformed JSON, or gives a field twice: " + shown(text));
        }
    }

    /** The field {@code name}, or null if it is not there. */
    static String name(JsonObject body) {
        JsonElement name = body.get("name");
        if (name == null) {
            return null;
        }
        if (!(name instanceof JsonPrimitive text)
                || !text.isString()
                || text.getAsString().isBlank()) {
            throw new BadRequest("name must be a non-empty string");
        }
        if (text.getAsString().length() > MAX_NAME) {
            throw new BadRequest("name has " + text.getAsString().length() + " characters, at most " + MAX_NAME);
        }
        if (NO_TEXT.matcher(text.getAsString()).find()) {
            throw new BadRequest("name has a control character or half a surrogate pair; it must be text");
        }
        return text.getAsString();
    }

    /** The field {@code completed}, or null if it is not there. */
    static Boolean completed(JsonObject body) {
        JsonElement completed = body.get("completed");
        if (completed == null) {
            return null;
        }
        if (!(completed instanceof JsonPrimitive flag) || !flag.isBoolean()) {
            throw new BadRequest("completed must be true or false");
        }
        return flag.getAsBoolean();
    }

    private static String shown(String text) {
        return text.length() <= MAX_BODY_SHOWN ? text : text.substring(0, MAX_BODY_SHOWN) + "…";
    }
}
