package workshop.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A throwable as Lambda's runtime for Java reports it, without the runtime's own frames. A fault of the handler itself is
 * reported as what it was caused by.
 */
record ErrorReport(Throwable thrown) {
    private static final String RUNTIME = ErrorReport.class.getPackageName();

    ErrorReport {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable e = thrown; e != null && seen.add(e); e = e.getCause()) {
            e.setStackTrace(withoutRuntime(e.getStackTrace()));
        }
    }

    private static StackTraceElement[] withoutRuntime(StackTraceElement[] frames) {
        int end = 0;
        while (end < frames.length && !frames[end].getClassName().startsWith(RUNTIME)) {
            end++;
        }
        while (end > 0 && frames[end - 1].getClassName().matches("(java.lang|jdk.internal).reflect.*Method.*")) {
            end--; // by which the runtime calls the handler
        }
        return Arrays.copyOf(frames, end);
    }

    static String message(Throwable e) {
        return e.getLocalizedMessage() == null ? e.getClass().getName() : e.getLocalizedMessage();
    }

    private Throwable cause() {
        return thrown instanceof UserFault ? thrown.getCause() : thrown;
    }

    /** For who invoked the function: {@code {"errorMessage", "errorType", "stackTrace"}}; a fault of the handler has no trace. */
    byte[] json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("errorMessage", message(thrown));
        report.put("errorType", cause() == null ? null : cause().getClass().getName());
        Stream<String> frames = Stream.of(thrown.getStackTrace()).map(StackTraceElement::toString);
        report.put("stackTrace", cause() == thrown ? frames.toList() : null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GsonFactory.getInstance().getSerializer(Object.class).toJson(report, out);
        return out.toByteArray();
    }

    /** For the log: message and type, then the trace. */
    String log() {
        if (cause() == null) {
            return message(thrown) + "\n";
        }
        StringWriter trace = new StringWriter();
        cause().printStackTrace(new PrintWriter(trace));
        return message(thrown) + ": " + cause().getClass().getName() + "\n" + trace + "\n";
    }
}
