package workshop.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A throwable as Lambda reports it: {@code {"errorMessage", "errorType", "stackTrace"}}. */
final class ErrorReport {
    private static final int FRAMES = 50;

    private ErrorReport() {}

    static byte[] json(Throwable e) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("errorMessage", e.getMessage() == null ? e.toString() : e.getMessage());
        report.put("errorType", e.getClass().getName());
        report.put(
                "stackTrace",
                Arrays.stream(e.getStackTrace())
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GsonFactory.getInstance().getSerializer(Object.class).toJson(report, out);
        return out.toByteArray();
    }
}
