package workshop.aws;

import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of the services of an account, until they are closed. */
public record Services(
        CloudFormationClient cloudFormation,
        SqsClient sqs,
        LambdaClient lambda,
        DynamoDbClient dynamoDb,
        DynamoDbStreamsClient streams)
        implements AutoCloseable {

    public static Services of(AccountAccess access) {
        return new Services(
                access.client(CloudFormationClient.builder()),
                access.client(SqsClient.builder()),
                access.client(LambdaClient.builder()),
                access.client(DynamoDbClient.builder()),
                access.client(DynamoDbStreamsClient.builder()));
    }

    @Override
    public void close() {
        cloudFormation.close();
        sqs.close();
        lambda.close();
        dynamoDb.close();
        streams.close();
    }
}
