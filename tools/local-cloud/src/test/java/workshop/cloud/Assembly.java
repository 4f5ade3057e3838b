package workshop.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cloud assembly with one stack, {@code Test}, whose functions are classes of these tests. */
public final class Assembly {
    private static final String LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    private static final String TRUST = """
            {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}""";

    private final ObjectNode resources = Json.object();
    private final ObjectNode outputs = Json.object();

    /** A resource; its properties in JSON, with single quotes for double ones. */
    public Assembly resource(String id, String type, String properties) {
        resources.set(id, Json.object().put("Type", type).set("Properties", Json.read(properties.replace('\'', '"'))));
        return this;
    }

    /** A table of this name whose key is {@code id}; more of its properties begin with a comma. */
    public Assembly table(String name, String more) {
        return resource(
                name,
                "AWS::DynamoDB::Table",
                "{'TableName': '" + name + "', 'BillingMode': 'PAY_PER_REQUEST',"
                        + " 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],"
                        + " 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}]" + more + "}");
    }

    /**
     * A function with a role of its own.
     *
     * @param allowed the statements of its policy, separated by commas
     * @param more properties of the function
     */
    public Assembly function(Class<?> handler, String allowed, String more) {
        return function(handler.getSimpleName(), handler, allowed, more);
    }

    /** The same with a name of its own. */
    public Assembly function(String id, Class<?> handler, String allowed, String more) {
        resource(
                id + "Role",
                "AWS::IAM::Role",
                "{'AssumeRolePolicyDocument': " + TRUST + ", 'ManagedPolicyArns': ['" + LOGS + "']}");
        if (!allowed.isEmpty()) {
            resource(
                    id + "Policy",
                    "AWS::IAM::Policy",
                    "{'PolicyName': 'p', 'Roles': [{'Ref': '" + id + "Role'}], 'PolicyDocument': {'Statement': ["
                            + allowed + "]}}");
        }
        resource(
                id,
                "AWS::Lambda::Function",
                "{'FunctionName': '" + id + "', 'Runtime': 'java25', 'Handler': '" + handler.getName()
                        + "', 'Role': {'Fn::GetAtt': ['" + id
                        + "Role', 'Arn']}, 'Code': {'S3Bucket': 'cdk-hnb659fds-assets-000000000000-us-east-1', 'S3Key': 'k.zip'}"
                        + (more.isEmpty() ? "" : ", " + more) + "}");
        if (!allowed.isEmpty()) {
            ((ObjectNode) resources.get(id)).putArray("DependsOn").add(id + "Policy");
        }
        return this;
    }

    public Assembly output(String key, String value) {
        outputs.set(key, Json.object().set("Value", Json.read(value.replace('\'', '"'))));
        return this;
    }

    /** Writes it to a folder, over what is there. */
    public Path writeTo(Path folder) {
        return writeTo(folder, Path.of("target", "test-classes").toAbsolutePath());
    }

    /** The same, with the classes in another folder. */
    public Path writeTo(Path folder, Path code) {
        try {
            ObjectNode template = Json.object();
            template.set("Resources", resources);
            template.set("Outputs", outputs);
            Files.writeString(folder.resolve("Test.template.json"), Json.write(template));
            Files.writeString(folder.resolve("manifest.json"), """
                    {"artifacts": {"Test": {"type": "aws:cloudformation:stack",
                     "properties": {"templateFile": "Test.template.json"}}}}""");
            Files.writeString(folder.resolve("Test.assets.json"), """
                    {"files": {"code": {"source": {"path": "%s"}, "destinations": {"here":
                     {"bucketName": "b", "objectKey": "k.zip"}}}}}""".formatted(code));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
