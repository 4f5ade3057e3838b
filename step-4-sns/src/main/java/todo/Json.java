package todo;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;

/** The one way in which the system reads and writes JSON: as the RFC has it, nothing more lenient. */
public final class Json {
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setFormattingStyle(FormattingStyle.COMPACT)
            .disableHtmlEscaping()
            .create();

    private Json() {}

    public static String write(Object value) {
        return GSON.toJson(value);
    }

    /** Reads a value; throws {@link com.google.gson.JsonParseException} that says where the text is malformed. */
    public static <T> T read(String json, Class<T> type) {
        return GSON.fromJson(json, type);
    }
}
