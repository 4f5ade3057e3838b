package workshop.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.lambda.ScriptedFunction;

/** What AWS always says of a resource, each time somebody asks for it. */
class AnsweredMembersTest {
    @AutoClose
    private static Account account;

    private static Client client;
    private static String api;

    @BeforeAll
    static void deploy(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
        String method = "{'RestApiId': {'Ref': 'Api'}, 'ResourceId': {'Fn::GetAtt': ['Api', 'RootResourceId']},"
                + " 'HttpMethod': 'GET', 'AuthorizationType': 'NONE',"
                + " 'Integration': {'Type': 'AWS_PROXY', 'IntegrationHttpMethod': 'POST', 'Uri':"
                + " {'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${F.Arn}/invocations'}}}";
        api = account.deploy(
                        new Assembly()
                                .function("F", ScriptedFunction.class, "", "'Architectures': ['arm64']")
                                .resource(
                                        "Live",
                                        "AWS::Lambda::Alias",
                                        "{'FunctionName': {'Ref': 'F'}, 'FunctionVersion': '$LATEST', 'Name': 'live'}")
                                .resource(
                                        "Permission",
                                        "AWS::Lambda::Permission",
                                        "{'FunctionName': {'Ref': 'F'}, 'Action': 'lambda:InvokeFunction', 'Principal':"
                                                + " 'apigateway.amazonaws.com'}")
                                .resource("Api", "AWS::ApiGateway::RestApi", "{'Name': 'api', 'Description': 'mine'}")
                                .resource("Get", "AWS::ApiGateway::Method", method)
                                .resource(
                                        "Stage",
                                        "AWS::ApiGateway::Stage",
                                        "{'RestApiId': {'Ref': 'Api'}, 'StageName': 'prod', 'DeploymentId': {'Ref':"
                                                + " 'Deployment'}, 'MethodSettings': [{'HttpMethod': 'GET',"
                                                + " 'ResourcePath': '/a/b', 'ThrottlingBurstLimit': 7}]}")
                                .resource(
                                        "Deployment",
                                        "AWS::ApiGateway::Deployment",
                                        "{'RestApiId': {'Fn::Select': [0, {'Fn::Split': ['|', {'Ref': 'Get'}]}]}}")
                                .table("Things", "")
                                .output("Api", "{'Ref': 'Api'}")
                                .writeTo(folder),
                        null,
                        warning -> {})
                .get("Api");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html">A function</a>
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html">An alias</a>
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html">A function's policy</a>
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html">An API</a>
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html">A stage</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            lambda | /2015-03-31/functions/F/configuration | | {"Architectures": ["arm64"], "EphemeralStorage": {"Size": 512}, "TracingConfig": {"Mode": "PassThrough"}, "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}, "PackageType": "Zip", "State": "Active", "LastUpdateStatus": "Successful", "LastModified": null, "RevisionId": null}
            lambda | /2015-03-31/functions/F/aliases/live | | {"Description": "", "RevisionId": null}
            lambda | /2015-03-31/functions/F/policy | | {"Policy": null, "RevisionId": null}
            apigateway | /restapis/API | | {"name": "api", "description": "mine", "apiKeySource": "HEADER", "disableExecuteApiEndpoint": false, "endpointConfiguration": {"ipAddressType": "ipv4", "types": ["EDGE"]}, "createdDate": null, "rootResourceId": null}
            apigateway | /restapis/API/stages | /item/0 | {"cacheClusterEnabled": false, "cacheClusterStatus": "NOT_AVAILABLE", "tracingEnabled": false, "createdDate": null, "lastUpdatedDate": null}
            apigateway | /restapis/API/stages | /item/0/methodSettings/a~01b~1GET | {"throttlingBurstLimit": 7, "throttlingRateLimit": 10000.0, "metricsEnabled": false, "dataTraceEnabled": false}
            """)
    void whatIsReadHasTheMembersThatAwsAlwaysAnswers(String service, String path, String at, String members) {
        JsonNode answer = Json.read(client.send(service, "GET", path.replace("API", api), Map.of(), "")
                .body());
        assertMembers(at == null ? answer : answer.at(at), members);
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html">A table</a>
     * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Parameter.html">A parameter</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dynamodb | DynamoDB_20120810.DescribeTable | {"TableName": "Things"} | /Table | {"DeletionProtectionEnabled": false, "WarmThroughput": {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"}, "TableId": null}
            ssm | AmazonSSM.GetParameter | {"Name": "/cdk-bootstrap/hnb659fds/version"} | /Parameter | {"Type": "String", "DataType": "text", "Version": 1, "LastModifiedDate": null, "ARN": null}
            """)
    void whatIsCalledForHasTheMembersThatAwsAlwaysAnswers(
            String service, String target, String request, String at, String members) {
        assertMembers(client.json(service, target, Json.read(request)).at(at), members);
    }

    /** @param members with their values; null for any */
    private static void assertMembers(JsonNode answer, String members) {
        Json.read(members).properties().forEach(member -> {
            assertThat(answer.has(member.getKey()))
                    .as(member.getKey() + " in " + answer)
                    .isTrue();
            if (!member.getValue().isNull()) {
                assertThat(answer.get(member.getKey())).as(member.getKey()).isEqualTo(member.getValue());
            }
        });
    }
}
