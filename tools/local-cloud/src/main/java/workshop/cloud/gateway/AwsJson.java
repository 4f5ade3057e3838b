package workshop.cloud.gateway;

import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Caller;

/**
 * The AWS JSON protocols 1.0 and 1.1: the operation in {@code X-Amz-Target}, JSON in and out.
 *
 * @param service as {@code X-Amz-Target} names it, such as {@code AWSEvents}
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>
 */
public record AwsJson(String version, String service, Operations operations, Function<AwsError, HttpReply> refusal)
        implements Service {

    public AwsJson(String version, String service, Operations operations) {
        this(version, service, operations, e -> ErrorReply.awsJson(e, version));
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            String output = Json.write(operations.call(operation(request, service), caller, request.json()));
            return HttpReply.of(200, "application/x-amz-json-" + version, output);
        } catch (AwsError e) {
            return refusal.apply(e);
        }
    }

    /** The operation that a request is for; throws UnknownOperationException if it is for none of the service. */
    public static String operation(HttpRequest request, String service) {
        String target = request.header("X-Amz-Target").orElse("");
        AwsError.refuse(!target.startsWith(service + "."), "UnknownOperationException", null);
        return target.substring(service.length() + 1);
    }
}
