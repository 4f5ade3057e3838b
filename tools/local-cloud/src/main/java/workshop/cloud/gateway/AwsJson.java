package workshop.cloud.gateway;

import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Caller;

/**
 * The AWS JSON protocols 1.0 and 1.1: the operation in {@code X-Amz-Target}, JSON in and out.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>
 */
public record AwsJson(String version, Operations operations, Function<AwsError, HttpReply> refusal) implements Service {

    public AwsJson(String version, Operations operations) {
        this(version, operations, e -> ErrorReply.awsJson(e, version));
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            String target = request.header("X-Amz-Target")
                    .orElseThrow(() -> AwsError.of("MissingAction", "The header X-Amz-Target is missing."));
            String operation = target.substring(target.indexOf('.') + 1);
            return HttpReply.of(
                    200,
                    "application/x-amz-json-" + version,
                    Json.write(operations.call(operation, caller, request.json())));
        } catch (AwsError e) {
            return refusal.apply(e);
        }
    }
}
