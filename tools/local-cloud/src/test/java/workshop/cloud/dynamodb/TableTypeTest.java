package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;

class TableTypeTest {
    private static final String KEY =
            "'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}], 'AttributeDefinitions':"
                    + " [{'AttributeName': 'id', 'AttributeType': 'S'}, {'AttributeName': 'by', 'AttributeType': 'S'}]";
    private static final String INDEX =
            ", 'GlobalSecondaryIndexes': [{'IndexName': 'byBy', 'KeySchema': [{'AttributeName':"
                    + " 'by', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]";

    private static Declaration table(String properties) {
        return new Declaration(
                "S", "T", "S-T-1", (ObjectNode) Json.read(("{" + KEY + properties + "}").replace('\'', '"')));
    }

    @Test
    void anUpdateThatIsNotHereIsRefusedAndNotForgotten() {
        try (DynamoDb dynamoDb = new DynamoDb(Platform.of(Options.defaults(), () -> 4566))) {
            ResourceType type = new TableType(dynamoDb).type();
            assertThat(type.exists((ObjectNode) Json.read("{\"TableName\": \"S-T-1\"}")))
                    .isFalse();
            Physical table = type.create(table(", 'BillingMode': 'PAY_PER_REQUEST'" + INDEX));
            assertThat(type.exists((ObjectNode) Json.read("{\"TableName\": \"S-T-1\"}")))
                    .isTrue();

            assertThat(type.update(table(", 'BillingMode': 'PAY_PER_REQUEST'" + INDEX), table)
                            .ref())
                    .isEqualTo("S-T-1");
            assertThatThrownBy(() -> type.update(
                            table(", 'BillingMode': 'PAY_PER_REQUEST'" + INDEX.replace("byBy", "other")), table))
                    .hasMessageContaining("an update of a table's BillingMode or GlobalSecondaryIndexes");
            assertThatThrownBy(() -> type.update(table(INDEX), table)).hasMessageContaining("BillingMode");
        }
    }
}
