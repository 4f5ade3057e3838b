package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

class TableTypeTest {
    private static final String KEY =
            "'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}], 'AttributeDefinitions':"
                    + " [{'AttributeName': 'id', 'AttributeType': 'S'}, {'AttributeName': 'by', 'AttributeType': 'S'}]";
    private static final String INDEX =
            ", 'GlobalSecondaryIndexes': [{'IndexName': 'byBy', 'KeySchema': [{'AttributeName':"
                    + " 'by', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]";

    private static final String ON_DEMAND = ", 'BillingMode': 'PAY_PER_REQUEST'" + INDEX;

    @AutoClose
    private final DynamoDb dynamoDb = new DynamoDb(Platform.of(Options.defaults(), () -> 4566));

    private final ResourceType type = new TableType(dynamoDb).type();

    private static ObjectNode properties(String properties) {
        return (ObjectNode) Json.read(("{" + KEY + properties + "}").replace('\'', '"'));
    }

    private Physical create(String properties) {
        return type.create(new Declaration("S", "T", "1", properties(properties)));
    }

    private Physical update(String before, String after) {
        ObjectNode declared = properties(after);
        Physical updated = type.update(
                new Declaration("S", "T", "1", declared, properties(before)), new Physical("S-T-1", Map.of()));
        assertThat(declared).as("what the next template is compared with").isEqualTo(properties(after));
        return updated;
    }

    private JsonNode describe(String what) {
        return dynamoDb.call("Describe" + what, Json.object().put("TableName", "S-T-1"));
    }

    @Test
    void aTableExistsOnceItIsMade() {
        ObjectNode named = (ObjectNode) Json.read("{\"TableName\": \"S-T-1\"}");
        assertThat(type.exists("S-T-1", named)).isFalse();
        create(ON_DEMAND);
        assertThat(type.exists("S-T-1", named)).isTrue();
        assertThat(update(ON_DEMAND, ON_DEMAND).ref()).isEqualTo("S-T-1");
    }

    /**
     * From {@code integ.dynamodb.ondemand} to {@code integ.autoscaling.lit} in the CDK's repository, aws-dynamodb, and back.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html">BillingMode</a>
     */
    @Test
    void aTableGoesToAnotherBillingModeWithItsIndexes() {
        String units = ", 'ProvisionedThroughput': {'ReadCapacityUnits': %d, 'WriteCapacityUnits': 2}";
        String provisioned = units + INDEX.replace("}}]", "}" + units + "}]");
        create(ON_DEMAND);
        update(ON_DEMAND, provisioned.formatted(1, 3));
        JsonNode table = describe("Table").path("Table");
        assertThat(table.at("/BillingModeSummary/BillingMode").asText()).isEqualTo("PROVISIONED");
        assertThat(table.findValuesAsText("ReadCapacityUnits")).containsExactly("1", "3");
        update(provisioned.formatted(1, 3), provisioned.formatted(1, 4));
        assertThat(describe("Table").findValuesAsText("ReadCapacityUnits")).containsExactly("1", "4");
        update(provisioned.formatted(1, 4), ON_DEMAND);
        assertThat(describe("Table").at("/Table/BillingModeSummary/BillingMode").asText())
                .isEqualTo("PAY_PER_REQUEST");
        assertThat(describe("Table").findValuesAsText("ReadCapacityUnits")).containsExactly("0", "0");
    }

    /**
     * As dynalite's test of {@code updateTable} has it of DynamoDB.
     *
     * @see <a href="https://github.com/awslabs/dynein/issues/228">An index without throughput</a>
     */
    @Test
    void eachIndexThatStaysNeedsThroughputInTheOtherBillingMode() {
        String units = ", 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 2}";
        create(ON_DEMAND);
        assertThatThrownBy(() -> update(ON_DEMAND, units + INDEX))
                .hasMessage("One or more parameter values were invalid: ProvisionedThroughput must be specified for"
                        + " index: byBy");
        JsonNode both = Json.read(
                "{'TableName': 'S-T-1', 'BillingMode': 'PROVISIONED'%s, 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'byBy'}}]}"
                        .formatted(units)
                        .replace('\'', '"'));
        assertThatThrownBy(() -> dynamoDb.call("UpdateTable", (ObjectNode) both))
                .as("it is there until it was deleted")
                .hasMessageEndingWith("ProvisionedThroughput must be specified for index: byBy");
        update(ON_DEMAND, units);
        assertThat(describe("Table").at("/Table/BillingModeSummary/BillingMode").asText())
                .isEqualTo("PROVISIONED");
        assertThat(describe("Table").findValues("IndexName")).isEmpty();
    }

    /** @see <a href="https://github.com/aws/aws-cdk/issues/14920">More than one</a> */
    @Test
    void oneIndexAtATimeComesOrGoes() {
        String other = ON_DEMAND.replace("byBy", "other");
        String index = INDEX.substring(INDEX.indexOf("{"), INDEX.length() - 1);
        String both = ON_DEMAND.replace(index, index + ", " + index.replace("byBy", "other"));
        create(ON_DEMAND);
        assertThatThrownBy(() -> update(ON_DEMAND, other))
                .hasMessage("Cannot perform more than one GSI creation or deletion in a single update");
        assertThatThrownBy(() -> update(ON_DEMAND, ON_DEMAND.replace("ALL", "KEYS_ONLY")))
                .hasMessageStartingWith("Cannot update GSI's properties other than Provisioned Throughput");
        update(other, ON_DEMAND); // as an update that was refused is taken back
        assertThat(describe("Table").findValuesAsText("IndexName")).containsExactly("byBy");
        String own = both.replace(
                "'by', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]",
                "'id', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]");
        update(ON_DEMAND, own);
        assertThat(describe("Table").findValuesAsText("IndexName")).containsExactlyInAnyOrder("byBy", "other");
        update(own, ON_DEMAND);
        assertThat(describe("Table").findValuesAsText("IndexName")).containsExactly("byBy");
        update(ON_DEMAND, both);
        assertThat(describe("Table").findValuesAsText("IndexName")).containsExactlyInAnyOrder("byBy", "other");
        assertThat(describe("Table").findValuesAsText("IndexStatus")).containsOnly("ACTIVE");
        assertThat(describe("Table").findValues("OnDemandThroughput")).isEmpty();
        update(both, other);
        assertThat(describe("Table").findValuesAsText("IndexName")).containsExactly("other");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html">DeletionProtectionEnabled</a> */
    @Test
    void aProtectedTableStaysUntilItIsNoLongerProtected() {
        String kept = ON_DEMAND + ", 'DeletionProtectionEnabled': true";
        Physical table = create(kept);
        assertThatThrownBy(() -> type.delete(table)).hasMessageContaining("protected against deletion");
        update(kept, ON_DEMAND);
        assertThat(describe("Table").at("/Table/DeletionProtectionEnabled").asBoolean())
                .isFalse();
        update(ON_DEMAND, ON_DEMAND + ", 'DeletionProtectionEnabled': 'true'");
        assertThatThrownBy(() -> type.delete(table)).hasMessageContaining("protected against deletion");
        update(kept, ON_DEMAND);
        type.delete(table);
        assertThat(type.exists("S-T-1", Json.object())).isFalse();
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-streamspecification.html">StreamViewType</a> */
    @Test
    void aStreamOfOtherImagesIsANewStream() {
        String stream = ON_DEMAND + ", 'StreamSpecification': {'StreamViewType': '%s'}";
        String first = create(stream.formatted("NEW_IMAGE")).attributes().get("StreamArn");

        Physical updated = update(stream.formatted("NEW_IMAGE"), stream.formatted("KEYS_ONLY"));
        assertThat(describe("Table")
                        .at("/Table/StreamSpecification/StreamViewType")
                        .asText())
                .isEqualTo("KEYS_ONLY");
        assertThat(updated.attributes().get("StreamArn")).isNotEqualTo(first);
        assertThat(update(stream.formatted("KEYS_ONLY"), ON_DEMAND).attributes())
                .doesNotContainKey("StreamArn");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-timetolivespecification.html">TimeToLiveSpecification</a> */
    @Test
    void timeToLiveEndsWhenItIsTurnedOffOrLeftOutAndItsAttributeStaysWhileItIsOn() {
        String expires = ON_DEMAND + ", 'TimeToLiveSpecification': {'Enabled': %s, 'AttributeName': '%s'}";
        String on = expires.formatted("true", "a");
        create(on);
        assertThatThrownBy(() -> update(on, expires.formatted("true", "b")))
                .hasMessageContaining("TimeToLive is active on a different AttributeName");
        update(expires.formatted("true", "b"), on); // as what was refused is taken back
        for (String off : List.of(expires.formatted("false", "a"), ON_DEMAND)) {
            update(on, off);
            assertThat(describe("TimeToLive")
                            .at("/TimeToLiveDescription/TimeToLiveStatus")
                            .asText())
                    .isEqualTo("DISABLED");
            update(off, on);
            assertThat(describe("TimeToLive")
                            .at("/TimeToLiveDescription/TimeToLiveStatus")
                            .asText())
                    .isEqualTo("ENABLED");
        }
    }

    @Test
    void theThroughputIsTheNewOne() {
        String throughput = "'ProvisionedThroughput': {'ReadCapacityUnits': %d, 'WriteCapacityUnits': 1}";
        String provisioned = ", " + throughput + INDEX.replace("}}]", "}, " + throughput.replace("%d", "1") + "}]");
        create(provisioned.formatted(1));
        update(provisioned.formatted(1), provisioned.formatted(3));
        assertThat(describe("Table")
                        .at("/Table/ProvisionedThroughput/ReadCapacityUnits")
                        .asInt())
                .isEqualTo(3);
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html">AttributeDefinitions</a> */
    @Test
    void anAttributeOfAnotherTypeMakesAnotherTable() {
        ObjectNode text = properties("");
        ObjectNode number = (ObjectNode) Json.read(Json.write(text).replace("\"S\"", "\"N\""));
        assertThat(type.replaces(text, number)).isTrue();
        assertThat(type.replaces(text, text.deepCopy().set("AttributeDefinitions", Json.array())))
                .isFalse();
    }

    /** @see <a href="https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_dynamodb.GlobalSecondaryIndexPropsV2.html">partitionKeys</a> */
    @Test
    void anIndexMayHaveAKeyOfSeveralAttributes() {
        String two = ON_DEMAND.replace(
                "{'AttributeName': 'by', 'KeyType': 'HASH'}",
                "{'AttributeName': 'by', 'KeyType': 'HASH'}, {'AttributeName': 'id', 'KeyType': 'HASH'}");
        assertThat(Violations.of(type.properties(), properties(two), Reading.TEMPLATE)
                        .ofResource())
                .isEmpty();
        create(two);
        assertThat(describe("Table").at("/Table/GlobalSecondaryIndexes/0/KeySchema"))
                .hasSize(2);
    }
}
