package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Members;

/**
 * The AWS JSON protocols 1.0 and 1.1: the operation in {@code X-Amz-Target}, JSON in and out.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1</a>
 */
public record AwsJson(String version, Operations operations) implements Service {

    @Override
    public Map<String, Members> members() {
        return operations.members();
    }

    @Override
    public Map<String, String> actions() {
        return operations.actions();
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            String target = request.header("X-Amz-Target")
                    .orElseThrow(() -> new AwsError(400, "MissingAction", "The header X-Amz-Target is missing."));
            String operation = target.substring(target.indexOf('.') + 1);
            return HttpReply.of(
                    200,
                    "application/x-amz-json-" + version,
                    Json.write(operations.call(operation, caller, input(request))));
        } catch (AwsError e) {
            return ErrorReply.awsJson(e, version);
        }
    }

    private static ObjectNode input(HttpRequest request) {
        try {
            JsonNode input = request.body().length == 0 ? Json.object() : Json.read(request.text());
            if (input instanceof ObjectNode object) {
                return object;
            }
        } catch (UncheckedIOException e) {
            throw new AwsError(400, "SerializationException", e.getCause().getMessage());
        }
        throw new AwsError(400, "SerializationException", "The request body is no JSON object.");
    }
}
