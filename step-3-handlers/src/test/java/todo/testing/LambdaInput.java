package todo.testing;

import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Reads events as the Lambda runtime does, with AWS's own serialization. */
public final class LambdaInput {
    private LambdaInput() {}

    public static <T> T read(String json, Class<T> type) {
        return LambdaEventSerializers.serializerFor(type, LambdaInput.class.getClassLoader())
                .fromJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
