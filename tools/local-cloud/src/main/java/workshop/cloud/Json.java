package workshop.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The account's one way to read and write JSON. */
public final class Json {
    private static final SimpleModule TIMES =
            new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance);

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(TIMES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads any JSON; throws {@link UncheckedIOException} that says where it is malformed. */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> ArrayNode list(Collection<T> all, Function<T, ? extends JsonNode> shown) {
        ArrayNode list = array();
        all.forEach(each -> list.add(shown.apply(each)));
        return list;
    }

    /** The same object with another value of each member; anything else as it is. */
    public static JsonNode withEach(JsonNode node, BiFunction<String, JsonNode, JsonNode> value) {
        ObjectNode object = object();
        node.forEachEntry((name, its) -> object.set(name, value.apply(name, its)));
        return node.isObject() ? object : node;
    }

    /** What the text says if it is JSON. */
    public static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty(); // the caller knows what to say of it
        }
    }

    public static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.forEachEntry((name, value) -> map.put(name, text(value)));
        return map;
    }

    /** The same of a list of names and their values; one without a value is left out. */
    public static Map<String, String> pairs(JsonNode list, String name, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        list.forEach(pair -> {
            if (pair.has(value)) {
                pairs.put(pair.path(name).asText(), pair.path(value).asText());
            }
        });
        return pairs;
    }

    /** A text as it is; what a template may say as JSON instead, as text. */
    public static String text(JsonNode value) {
        return value.isContainerNode() ? write(value) : value.asText();
    }

    /** Null if it is not given. */
    public static Integer integer(JsonNode given) {
        return given.isMissingNode() ? null : Integer.valueOf(given.asText());
    }

    /** A time as envelopes have it, such as {@code 2026-11-27T10:00:00.000Z}; null if there is none. */
    public static String milliseconds(Instant time) {
        return time == null ? null : MILLISECONDS.format(time);
    }

    /** A time in seconds, to the millisecond; null if there is none. */
    public static Double seconds(Instant time) {
        return time == null ? null : time.toEpochMilli() / 1000.0;
    }

    public static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.toCollection(ArrayList::new));
    }

    /** What AWS answers of a collection only if something is in it. */
    public static JsonNode orNull(Object collection) {
        JsonNode json = MAPPER.valueToTree(collection);
        return json.isEmpty() ? null : json;
    }

    /** One or several, as policies have it. */
    public static List<JsonNode> each(JsonNode oneOrMany) {
        boolean isOne = !oneOrMany.isArray() && !oneOrMany.isMissingNode();
        return isOne ? List.of(oneOrMany) : oneOrMany.valueStream().toList();
    }

    /** Writes JSON, or what Jackson makes of anything else. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
