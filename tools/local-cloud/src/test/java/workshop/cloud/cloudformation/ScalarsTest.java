package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.lambda.ScriptedFunction;

/**
 * In a template, text stands for a number or a flag, as what a parameter gives always does, and the other way round.
 *
 * @see <a href="https://github.com/aws-cloudformation/aws-cloudformation-templates/tree/main/DynamoDB">DynamoDB_Table.json,
 *     whose capacity is a parameter of type Number</a>
 * @see <a href="https://github.com/aws-cloudformation/cfn-lint/blob/main/test/fixtures/templates/good/core/config_default_e3012.yaml">
 *     A number in quotes</a>
 */
class ScalarsTest {
    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void open(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
        String stream = "{'Effect': 'Allow', 'Action': 'dynamodb:*', 'Resource': '*'}";
        account.deploy(
                new Assembly()
                        .resource(
                                "Things",
                                "AWS::DynamoDB::Table",
                                "{'TableName': 'Things', 'KeySchema': [{'AttributeName': 1, 'KeyType': 'HASH'}],"
                                        + " 'AttributeDefinitions': [{'AttributeName': '1', 'AttributeType': 'S'}],"
                                        + " 'ProvisionedThroughput': {'ReadCapacityUnits': '5', 'WriteCapacityUnits': 7},"
                                        + " 'TimeToLiveSpecification': {'Enabled': 'True', 'AttributeName': 2},"
                                        + " 'StreamSpecification': {'StreamViewType': 'NEW_IMAGE'}}")
                        .function(
                                ScriptedFunction.class,
                                stream,
                                "'EphemeralStorage': {'Size': '1024'}, 'Environment': {'Variables': {'NN': 1, 'BB': true}}")
                        .resource(
                                "Mapping",
                                "AWS::Lambda::EventSourceMapping",
                                "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'EventSourceArn': {'Fn::GetAtt': ['Things',"
                                        + " 'StreamArn']}, 'StartingPosition': 'LATEST', 'BatchSize': '3',"
                                        + " 'BisectBatchOnFunctionError': 'True'}")
                        .writeTo(folder),
                null,
                warning -> {});
    }

    private static JsonNode dynamoDb(String operation) {
        return client.json(
                "dynamodb", "DynamoDB_20120810." + operation, Json.object().put("TableName", "Things"));
    }

    private static JsonNode lambda(String path) {
        return Json.read(client.send("lambda", "GET", "/2015-03-31/" + path, Map.of(), "")
                .body());
    }

    @Test
    void eachServiceGetsTheTypeThatItTakes() {
        JsonNode capacity = dynamoDb("DescribeTable").at("/Table/ProvisionedThroughput");
        assertThat(capacity.path("ReadCapacityUnits")).isEqualTo(Json.read("5"));
        assertThat(capacity.path("WriteCapacityUnits")).isEqualTo(Json.read("7"));
        assertThat(dynamoDb("DescribeTimeToLive").path("TimeToLiveDescription"))
                .isEqualTo(Json.read("{\"TimeToLiveStatus\": \"ENABLED\", \"AttributeName\": \"2\"}"));
        assertThat(lambda("functions/ScriptedFunction/configuration"))
                .contains(
                        Json.read("{\"Size\": 1024}"), Json.read("{\"Variables\": {\"NN\": \"1\", \"BB\": \"true\"}}"));
        JsonNode mapping = lambda("event-source-mappings/").at("/EventSourceMappings/0");
        assertThat(mapping.path("BatchSize")).isEqualTo(Json.read("3"));
        assertThat(mapping.path("BisectBatchOnFunctionError")).isEqualTo(Json.read("true"));
    }
}
