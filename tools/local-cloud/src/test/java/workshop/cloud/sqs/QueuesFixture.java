package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.delivery.Targets;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Gateway;
import workshop.cloud.iam.Credentials;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.IamTypes;
import workshop.cloud.trace.Trace;

/** SQS alone on a port, with AWS's own client for it. */
final class QueuesFixture implements AutoCloseable {
    final Iam iam = new Iam();
    final Gateway gateway = new Gateway(iam);
    Duration later = Duration.ZERO;
    private final Trace trace = new Trace();
    private final Platform platform = new Platform(
            Options.defaults(),
            iam,
            new Faults(),
            trace,
            new Targets(trace),
            gateway::port,
            () -> Instant.now().plus(later));
    final Sqs sqs = new Sqs(platform);
    final SqsClient client;

    QueuesFixture() {
        gateway.service("sqs", SqsApi.of(sqs, platform.operations("sqs"))).start(0);
        client = client("test", null);
    }

    SqsClient client(String accessKeyId, String sessionToken) {
        return SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + gateway.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        sessionToken == null
                                ? AwsBasicCredentials.create(accessKeyId, "test")
                                : AwsSessionCredentials.create(accessKeyId, "test", sessionToken)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** A client with a role that has one inline policy statement, or none. */
    SqsClient clientOf(String roleName, String statement) {
        String properties = "{'RoleName': '" + roleName + "', 'AssumeRolePolicyDocument': {'Statement': {'Effect':"
                + " 'Allow', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}}"
                + (statement == null
                        ? ""
                        : ", 'Policies': [{'PolicyName': 'p', 'PolicyDocument': {'Statement': " + statement + "}}]")
                + "}";
        Physical role = new IamTypes(iam).role().create(declaration(roleName, properties));
        Credentials credentials = iam.assume(role.attributes().get("Arn"), "Fn");
        return client(credentials.accessKeyId(), credentials.sessionToken());
    }

    /** A resource with these properties, written with apostrophes for quotes. */
    static Declaration declaration(String logicalId, String properties) {
        return new Declaration("Stack", logicalId, "1", (ObjectNode) Json.read(properties.replace('\'', '"')));
    }

    /** An operation by name, for what AWS's client does not let one do. */
    JsonNode call(String operation, String json) {
        return new Client("http://127.0.0.1:" + gateway.port())
                .json("sqs", "AmazonSQS." + operation, Json.read(json.replace('\'', '"')));
    }

    /** A new queue's URL. */
    String queue(Map<QueueAttributeName, String> attributes) {
        String suffix = attributes.containsKey(QueueAttributeName.FIFO_QUEUE) ? ".fifo" : "";
        return client.createQueue(
                        r -> r.queueName("q-" + UUID.randomUUID() + suffix).attributes(attributes))
                .queueUrl();
    }

    /** Sends one message for each id. */
    void batch(String url, String... ids) {
        client.sendMessageBatch(r -> r.queueUrl(url)
                .entries(
                        Arrays.stream(ids).map(id -> entry(id, "message " + id)).toList()));
    }

    static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }

    Map<String, String> attributes(String url) {
        return client.getQueueAttributes(r -> r.queueUrl(url).attributeNamesWithStrings("All"))
                .attributesAsStrings();
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
    }
}
