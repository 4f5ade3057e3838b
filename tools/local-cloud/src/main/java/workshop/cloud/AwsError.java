package workshop.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error as an AWS service answers it: a code that clients switch on, a sentence, an HTTP status. */
public class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    /** What it says beside code and message, such as which key there is not. */
    public final transient ObjectNode members;

    public AwsError(int status, String code, String message) {
        this(status, code, message, Json.object());
    }

    public AwsError(int status, String code, String message, ObjectNode members) {
        super(message);
        this.code = code;
        this.status = status;
        this.members = members;
    }

    /** One that the caller is to blame for. */
    public static AwsError of(String code, String message) {
        return new AwsError(400, code, message);
    }

    /** Throws such a one if that is so. */
    public static void refuse(boolean when, String code, String message) {
        if (when) {
            throw of(code, message);
        }
    }

    public static AwsError validation(String message) {
        return of("ValidationException", message);
    }

    public static AwsError notFound(String message) {
        return new AwsError(404, "ResourceNotFoundException", message);
    }

    public static AwsError limitExceeded() {
        return new AwsError(
                400, "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    }

    public static AwsError accessDenied(String message) {
        return new AwsError(403, "AccessDeniedException", message);
    }

    /** An operation or parameter that the local cloud does not have; says so rather than pretending. */
    public static AwsError notHere(String what) {
        return new AwsError(
                501,
                "NotImplemented",
                "The local cloud does not have " + what + ". See docs/local-cloud.md for what it emulates.");
    }

    /** Throws such a one if that is so. */
    public static void notHere(boolean when, String what) {
        if (when) {
            throw notHere(what);
        }
    }

    public boolean isThrottling() {
        return status == 429 || code.startsWith("Throttl");
    }

    /** Whether the same call may succeed later. */
    public boolean isTemporary() {
        return isThrottling() || status >= 500 && status != 501;
    }

    /** The code without namespace, such as {@code ResourceNotFoundException}. */
    public String code() {
        return code;
    }

    public int status() {
        return status;
    }
}
