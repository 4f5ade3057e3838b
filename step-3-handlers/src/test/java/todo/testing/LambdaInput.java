package todo.testing;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads events as the Lambda runtime does, with AWS's own serialization. */
public final class LambdaInput {
    private static final Map<Class<?>, PojoSerializer<?>> SERIALIZERS = new ConcurrentHashMap<>();

    private LambdaInput() {}

    public static <T> T read(String json, Class<T> type) {
        return type.cast(SERIALIZERS
                .computeIfAbsent(type, LambdaInput::serializer)
                .fromJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
    }

    private static PojoSerializer<?> serializer(Class<?> type) {
        return LambdaEventSerializers.serializerFor(type, LambdaInput.class.getClassLoader());
    }
}
