package workshop.cloud.sqs;

import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.AwsJson;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Members;
import workshop.cloud.trace.Trace;

/**
 * SQS on the wire.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html">API</a>
 */
public record SqsApi(AwsJson json) implements Service {

    /** Adds all operations. */
    public static SqsApi of(Sqs sqs, Trace trace, Operations operations) {
        operations.authorizedBy(sqs::authorize);
        return new SqsApi(new AwsJson("1.0", MessagesApi.of(sqs, trace, QueuesApi.of(sqs, operations))));
    }

    @Override
    public Map<String, Members> members() {
        return json.members();
    }

    @Override
    public Map<String, String> actions() {
        return json.actions();
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        if (request.header("X-Amz-Target").isEmpty()) {
            AwsError error =
                    AwsError.notHere("SQS's older query protocol; any AWS SDK since November 2023 speaks JSON");
            return HttpReply.of(
                    error.status(),
                    "text/xml",
                    "<ErrorResponse><Error><Type>Sender</Type><Code>" + error.code() + "</Code><Message>"
                            + error.getMessage() + "</Message></Error></ErrorResponse>");
        }
        HttpReply reply = json.handle(caller, request);
        String code = reply.headers().get("x-amzn-ErrorType");
        return code == null ? reply : SqsError.withBothCodes(reply, code);
    }
}
