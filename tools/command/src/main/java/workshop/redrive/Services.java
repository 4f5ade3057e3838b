package workshop.redrive;

import java.net.URI;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The AWS services that a trial calls: those of a local cloud, or of the account of the current credentials. */
public record Services(
        CloudFormationClient cloudFormation,
        SqsClient sqs,
        LambdaClient lambda,
        DynamoDbClient dynamoDb,
        DynamoDbStreamsClient streams)
        implements AutoCloseable {

    /** Those of the local cloud at this endpoint, as its owner. */
    public static Services at(String endpoint) {
        StaticCredentialsProvider owner =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        return of(Customization.of(builder -> builder.endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(owner)));
    }

    /** Those that the SDK finds by itself: from the environment, the profile, the instance. */
    static Services ofAccount() {
        return of(Customization.of(builder -> builder));
    }

    private static Services of(Customization custom) {
        return new Services(
                custom.apply(CloudFormationClient.builder()),
                custom.apply(SqsClient.builder()),
                custom.apply(LambdaClient.builder()),
                custom.apply(DynamoDbClient.builder()),
                custom.apply(DynamoDbStreamsClient.builder()));
    }

    /** What all clients have in common. */
    private record Customization(SdkHttpClient http, UnaryOperator<AwsClientBuilder<?, ?>> endpoint) {

        static Customization of(UnaryOperator<AwsClientBuilder<?, ?>> endpoint) {
            return new Customization(UrlConnectionHttpClient.create(), endpoint);
        }

        <B extends AwsClientBuilder<B, C> & software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder<B, C>, C>
                C apply(B builder) {
            endpoint.apply(builder.httpClient(http));
            return builder.build();
        }
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
