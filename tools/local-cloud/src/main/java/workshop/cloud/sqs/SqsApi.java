package workshop.cloud.sqs;

import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.gateway.AwsJson;
import workshop.cloud.gateway.ErrorReply;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.IamTypes;
import workshop.cloud.iam.Policy;

/**
 * SQS on the wire.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html">API</a>
 */
public record SqsApi(Operations operations) implements Service {

    public static SqsApi of(Sqs sqs, Operations operations) {
        operations.authorizedBy(sqs::authorize);
        return new SqsApi(MessagesApi.of(sqs, QueuesApi.of(sqs, operations)));
    }

    public static List<ResourceType> types(Sqs sqs) {
        return List.of(
                QueuesApi.type(sqs),
                IamTypes.ofEach("AWS::SQS::QueuePolicy", Policy.WITH_RESOURCES, "Queues", sqs::policy));
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        if (request.header("X-Amz-Target").isEmpty()) {
            String older = "SQS's older query protocol; any AWS SDK since November 2023 speaks JSON";
            return ErrorReply.of(AwsError.notHere(older), request, "sqs");
        }
        return new AwsJson("1.0", "AmazonSQS", operations, SqsError::withBothCodes).handle(caller, request);
    }
}
