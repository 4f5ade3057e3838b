package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.IamTypes;

class AccessTest {

    private static List<Access> of(String operation, String input) {
        return Access.of(operation, Json.read(input.replace('\'', '"')));
    }

    @Test
    void aTransactionNeedsTheActionOfEachOfItsItems() {
        assertThat(of(
                        "TransactWriteItems",
                        "{'TransactItems': [{'Put': {'TableName': 'A'}}, {'Update': {'TableName': 'B'}},"
                                + " {'Delete': {'TableName': 'C'}}, {'ConditionCheck': {'TableName': 'D'}}]}"))
                .containsExactly(
                        new Access("PutItem", "A"),
                        new Access("UpdateItem", "B"),
                        new Access("DeleteItem", "C"),
                        new Access("ConditionCheckItem", "D"));
        assertThat(of("TransactGetItems", "{'TransactItems': [{'Get': {'TableName': 'A'}}]}"))
                .containsExactly(new Access("GetItem", "A"));
    }

    @Test
    void aBatchNeedsItsOwnActionOnEachTable() {
        assertThat(of("BatchWriteItem", "{'RequestItems': {'A': [], 'B': []}}"))
                .containsExactly(new Access("BatchWriteItem", "A"), new Access("BatchWriteItem", "B"));
        assertThat(of("BatchGetItem", "{'RequestItems': {'A': {}}}")).containsExactly(new Access("BatchGetItem", "A"));
    }

    @Test
    void aQueryOfAnIndexIsAboutTheIndexAndAReadOfAStreamAboutTheStream() {
        assertThat(of("Query", "{'TableName': 'A', 'IndexName': 'byName'}"))
                .containsExactly(new Access("Query", "A/index/byName"));
        assertThat(of("GetRecords", "{'ShardIterator': 'arn:aws:dynamodb:us-east-1:0:table/A/stream/1|x|y'}"))
                .containsExactly(new Access("GetRecords", "arn:aws:dynamodb:us-east-1:0:table/A/stream/1"));
        assertThat(of("ListStreams", "{'TableName': 'A'}")).containsExactly(new Access("ListStreams", "*"));
    }

    @Test
    void theTableIsFoundInItsArnToo() {
        assertThat(new Access("PutItem", "arn:aws:dynamodb:us-east-1:0:table/A").table())
                .isEqualTo("A");
        assertThat(new Access("Query", "A/index/byName").table()).isEqualTo("A");
    }

    /** There is no permission dynamodb:TransactWriteItems. */
    @Test
    void aRoleThatMayOnlyPutMayPutInATransactionAndNothingElse() {
        Platform platform = Platform.of(Options.defaults(), () -> 4566);
        Iam iam = platform.iam();
        Physical role = new IamTypes(iam).role().create(new Declaration("S", "Role", "1", (ObjectNode)
                Json.read(("{'AssumeRolePolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action':"
                                + " 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}}]},"
                                + " 'Policies': [{'PolicyName': 'p', 'PolicyDocument': {'Statement': [{'Effect':"
                                + " 'Allow', 'Action': ['dynamodb:PutItem', 'dynamodb:TransactWriteItems'],"
                                + " 'Resource': '*'}]}}]}")
                        .replace('\'', '"'))));
        Caller caller = iam.session(role.attributes().get("Arn"), "Fn");
        try (DynamoDb dynamoDb = new DynamoDb(platform)) {
            assertThat(answer(dynamoDb, caller, "{'TransactItems': [{'Put': {'TableName': 'Nowhere', 'Item': {}}}]}"))
                    .contains("ResourceNotFoundException");
            assertThat(
                            answer(
                                    dynamoDb,
                                    caller,
                                    "{'TransactItems': [{'Put': {'TableName': 'A', 'Item': {}}},"
                                            + " {'ConditionCheck': {'TableName': 'B', 'Key': {}, 'ConditionExpression': 'a = a'}}]}"))
                    .contains("is not authorized to perform: dynamodb:ConditionCheckItem on resource:"
                            + " arn:aws:dynamodb:us-east-1:000000000000:table/B");
        }
    }

    private static String answer(DynamoDb dynamoDb, Caller caller, String input) {
        byte[] body = input.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> target = Map.of("x-amz-target", List.of("DynamoDB_20120810.TransactWriteItems"));
        HttpRequest request = new HttpRequest("POST", "/", Map.of(), target, body);
        return new String(dynamoDb.handle(caller, request).body(), StandardCharsets.UTF_8);
    }
}
