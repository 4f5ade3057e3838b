package workshop.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.lambda.ClassArchive;
import workshop.console.journey.Journey;
import workshop.console.journey.Journeys;

/**
 * A small system in a local cloud of its own: an API, a table, its stream, a bus, a handler, a topic. It is right as it is;
 * a test takes something away or puts something else there, and so makes the mistake that it is about.
 */
public final class Things implements AutoCloseable {
    private static final String TRUST = "{'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
            + " 'Principal': {'Service': 'lambda.amazonaws.com'}}]}";
    private static final String STREAM =
            "'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'";

    private static final Path CODE = code();

    private final ObjectNode resources = Json.object();
    private final HttpClient http = HttpClient.newHttpClient();
    private Account account;
    private Journeys journeys;
    private String url;

    public Things() {
        table("Things", ", 'StreamSpecification': {'StreamViewType': 'NEW_AND_OLD_IMAGES'}");
        table("Activity", "");
        function("Api", allow("'dynamodb:PutItem', 'dynamodb:DeleteItem'", "'*'"), "");
        function(
                "Publisher",
                allow(STREAM + ", 'sqs:SendMessage'", "'*'") + ", " + allow("'events:PutEvents'", bus()),
                "");
        function(
                "Handler",
                allow("'dynamodb:PutItem', 'sqs:SendMessage'", "'*'") + ", " + allow("'sns:Publish'", topic()),
                "");
        put("Parked", "AWS::SQS::Queue", "{'QueueName': 'Parked'}");
        put("Bus", "AWS::Events::EventBus", "{'Name': 'things'}");
        mapping("");
        rule("['things']", "");
        put(
                "Permission",
                "AWS::Lambda::Permission",
                "{'FunctionName': {'Ref': 'Handler'}, 'Action': 'lambda:InvokeFunction', 'Principal': 'events.amazonaws.com'}");
        put(
                "Failed",
                "AWS::Lambda::EventInvokeConfig",
                "{'FunctionName': {'Ref': 'Handler'}, 'Qualifier': '$LATEST', 'MaximumRetryAttempts': 1,"
                        + " 'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt': ['Parked', 'Arn']}}}}");
        put("Topic", "AWS::SNS::Topic", "{'TopicName': 'News'}");
        subscription("");
        api();
    }

    public static String bus() {
        return "{'Fn::GetAtt': ['Bus', 'Arn']}";
    }

    public static String topic() {
        return "{'Ref': 'Topic'}";
    }

    public static String allow(String actions, String resource) {
        return "{'Effect': 'Allow', 'Action': [" + actions + "], 'Resource': " + resource + "}";
    }

    /** Puts a resource there, or another one in its place; properties in JSON with single quotes. */
    public Things put(String id, String type, String properties) {
        ObjectNode resource = Json.object().put("Type", type);
        resource.set("Properties", Json.read(properties.replace('\'', '"')));
        resource.putObject("Metadata").put("aws:cdk:path", "Test/" + id + "/Resource");
        resources.set(id, resource);
        return this;
    }

    public Things without(String id) {
        resources.remove(id);
        return this;
    }

    public Things table(String name, String more) {
        return put(
                name,
                "AWS::DynamoDB::Table",
                "{'TableName': '" + name + "', 'BillingMode': 'PAY_PER_REQUEST',"
                        + " 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],"
                        + " 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}]" + more + "}");
    }

    /** A function and what its role allows. */
    public Things function(String id, String statements, String more) {
        put(
                id + "Role",
                "AWS::IAM::Role",
                "{'AssumeRolePolicyDocument': " + TRUST + ", 'ManagedPolicyArns':"
                        + " ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']}");
        put(
                id + "Policy",
                "AWS::IAM::Policy",
                "{'PolicyName': 'p', 'Roles': [{'Ref': '" + id + "Role'}], 'PolicyDocument': {'Statement': ["
                        + statements + "]}}");
        put(
                id,
                "AWS::Lambda::Function",
                "{'FunctionName': '" + id + "', 'Runtime': 'java25', 'MemorySize': 256, 'Timeout': 10, 'Handler': '"
                        + Actor.class.getName() + "', 'Role': {'Fn::GetAtt': ['" + id
                        + "Role', 'Arn']}, 'Code': {'S3Bucket': 'cdk-hnb659fds-assets-000000000000-us-east-1', 'S3Key': 'k.zip'}"
                        + more + "}");
        ((ObjectNode) resources.get(id)).putArray("DependsOn").add(id + "Policy");
        return this;
    }

    public Things mapping(String more) {
        return put(
                "Mapping",
                "AWS::Lambda::EventSourceMapping",
                "{'FunctionName': {'Ref': 'Publisher'}, 'EventSourceArn': {'Fn::GetAtt': ['Things', 'StreamArn']},"
                        + " 'StartingPosition': 'TRIM_HORIZON', 'MaximumRetryAttempts': 1, 'BisectBatchOnFunctionError': true,"
                        + " 'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt': ['Parked', 'Arn']}}}"
                        + more
                        + "}");
    }

    public Things rule(String source, String more) {
        return rule(source, more, "");
    }

    public Things rule(String source, String more, String ofTarget) {
        return put(
                "Rule",
                "AWS::Events::Rule",
                "{'Name': 'changed', 'EventBusName': {'Ref': 'Bus'}, 'EventPattern': {'source': " + source + more
                        + "}, 'Targets': [{'Id': 'h', 'Arn': {'Fn::GetAtt': ['Handler', 'Arn']}"
                        + ofTarget + "}]}");
    }

    public Things subscription(String more) {
        return put(
                "Subscription",
                "AWS::SNS::Subscription",
                "{'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'email', 'Endpoint': 'you@example.com'" + more + "}");
    }

    private void api() {
        put("RestApi", "AWS::ApiGateway::RestApi", "{'Name': 'Things'}");
        for (String method : new String[] {"POST", "PATCH", "DELETE"}) {
            put(
                    method,
                    "AWS::ApiGateway::Method",
                    "{'RestApiId': {'Ref': 'RestApi'}, 'ResourceId': {'Fn::GetAtt': ['RestApi', 'RootResourceId']},"
                            + " 'HttpMethod': '" + method + "', 'AuthorizationType': 'NONE', 'Integration': {'Type':"
                            + " 'AWS_PROXY', 'IntegrationHttpMethod': 'POST', 'Uri': {'Fn::Join': ['', ['arn:aws:apigateway:"
                            + "us-east-1:lambda:path/2015-03-31/functions/', {'Fn::GetAtt': ['Api', 'Arn']}, '/invocations']]}}}");
        }
        put("Deployment", "AWS::ApiGateway::Deployment", "{'RestApiId': {'Ref': 'RestApi'}}");
        ((ObjectNode) resources.get("Deployment"))
                .putArray("DependsOn")
                .add("POST")
                .add("PATCH")
                .add("DELETE");
        put(
                "Stage",
                "AWS::ApiGateway::Stage",
                "{'RestApiId': {'Ref': 'RestApi'}, 'DeploymentId': {'Ref': 'Deployment'}, 'StageName': 'x'}");
        put(
                "ApiPermission",
                "AWS::Lambda::Permission",
                "{'FunctionName': {'Ref': 'Api'}, 'Action': 'lambda:InvokeFunction', 'Principal': 'apigateway.amazonaws.com'}");
    }

    /** Deploys it to a local cloud in which a minute of waiting is short. */
    public Things deploy(Path folder) {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(200)));
        journeys = new Journeys(account.trace());
        return update(folder);
    }

    /** Deploys it as it is now over what is there. */
    public Things update(Path folder) {
        try {
            ObjectNode template = Json.object();
            template.set("Resources", resources);
            template.putObject("Outputs").putObject("Api").putObject("Value").put("Ref", "RestApi");
            Files.writeString(folder.resolve("Test.template.json"), Json.write(template));
            Files.writeString(folder.resolve("manifest.json"), """
                    {"artifacts": {"Test": {"type": "aws:cloudformation:stack",
                     "properties": {"templateFile": "Test.template.json"}}}}""");
            Files.writeString(folder.resolve("Test.assets.json"), """
                    {"files": {"code": {"source": {"path": "%s"}, "destinations": {"here":
                     {"bucketName": "b", "objectKey": "k.zip"}}}}}""".formatted(CODE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> outputs = account.deploy(folder, null, warning -> {});
        url = account.endpoint() + "/_api/" + outputs.get("Api") + "/x/";
        return this;
    }

    /** The functions' code: one of these tests' classes, and the libraries that it needs. As long as the tests run, all share it. */
    private static Path code() {
        try {
            Path folder = Files.createTempDirectory("things");
            Path code = folder.resolve("code");
            Files.createDirectories(code.resolve("lib"));
            try (InputStream actor = Things.class.getResourceAsStream("Actor.class");
                    JarOutputStream jar = new JarOutputStream(Files.newOutputStream(code.resolve("lib/actor.jar")))) {
                jar.putNextEntry(new JarEntry(Actor.class.getName().replace('.', '/') + ".class"));
                actor.transferTo(jar);
            }
            for (String jar : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
                if (jar.contains("jackson-") || jar.contains("aws-lambda-java-core")) {
                    Files.copy(
                            Path.of(jar),
                            code.resolve("lib").resolve(Path.of(jar).getFileName()));
                }
            }
            new ClassArchive(code).make(List.of(Actor.class.getName()));
            try (Stream<Path> all = Files.walk(folder)) {
                all.forEach(path -> path.toFile().deleteOnExit());
            }
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Account account() {
        return account;
    }

    public Journeys journeys() {
        return journeys;
    }

    /** Makes a change; returns the answer's status. */
    public int change(String method, String id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.ofString("{\"id\":\"" + id + "\"}"))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Gives a function a payload by hand, as somebody does who sends it again; returns its answer. */
    public String invoke(String function, String payload) throws IOException, InterruptedException {
        URI uri = URI.create(account.endpoint() + "/2015-03-31/functions/" + function + "/invocations");
        String signature = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/lambda/aws4_request, Signature=none";
        return http.send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", signature)
                                .POST(BodyPublishers.ofString(payload))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** Opens a link, such as that of a confirmation. */
    public HttpResponse<String> open(String link) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofString());
    }

    /** The journey of a change, once nothing moves any more. */
    public Journey journey(String method, String id) {
        change(method, id);
        awaitQuiet();
        return journeys.containing(id, 1).get(0);
    }

    public void awaitQuiet() {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        long quietSince = System.nanoTime();
        try {
            while (System.nanoTime() - quietSince < Duration.ofMillis(150).toNanos()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("The account is not quiet");
                }
                Thread.sleep(10);
                quietSince = account.isQuiet() ? quietSince : System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        account.close();
    }
}
