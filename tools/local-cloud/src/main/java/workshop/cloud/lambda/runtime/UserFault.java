package workshop.cloud.lambda.runtime;

/**
 * What is wrong with a handler itself, before any event comes to it.
 *
 * @see <a href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/UserFault.java">UserFault
 *     of AWS's runtime</a>
 */
final class UserFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the process ends at once; if not, each invocation fails with this. */
    final boolean isFatal;

    UserFault(String message) {
        this(message, null, false);
    }

    /** That something was thrown. */
    UserFault(Throwable cause, boolean isFatal) {
        this(ErrorReport.message(cause), cause, isFatal);
    }

    UserFault(String message, Throwable cause, boolean isFatal) {
        super(message, cause);
        this.isFatal = isFatal;
    }
}
