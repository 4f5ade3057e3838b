package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;

/** {@code AWS::DynamoDB::Table}. */
public record TableType(DynamoDb dynamoDb) implements ResourceType {

    @Override
    public String name() {
        return "AWS::DynamoDB::Table";
    }

    @Override
    public Set<String> honoured() {
        return Set.of(
                "TableName",
                "KeySchema",
                "AttributeDefinitions",
                "BillingMode",
                "ProvisionedThroughput",
                "GlobalSecondaryIndexes",
                "LocalSecondaryIndexes",
                "StreamSpecification",
                "TimeToLiveSpecification");
    }

    @Override
    public Set<String> withoutEffect() {
        return Set.of(
                "Tags",
                "PointInTimeRecoverySpecification",
                "SSESpecification",
                "DeletionProtectionEnabled",
                "ContributorInsightsSpecification",
                "TableClass");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("TableName", "KeySchema", "LocalSecondaryIndexes");
    }

    @Override
    public Physical create(Declaration declaration) {
        ObjectNode properties = declaration.properties();
        String table = declaration.nameFrom("TableName");
        ObjectNode request = Json.object().put("TableName", table);
        for (String field : new String[] {
            "KeySchema",
            "AttributeDefinitions",
            "BillingMode",
            "ProvisionedThroughput",
            "GlobalSecondaryIndexes",
            "LocalSecondaryIndexes"
        }) {
            if (properties.has(field)) {
                request.set(field, properties.get(field));
            }
        }
        if (!properties.has("BillingMode") && !properties.has("ProvisionedThroughput")) {
            throw AwsError.validation("Property ProvisionedThroughput cannot be empty for billing mode PROVISIONED");
        }
        if (properties.has("StreamSpecification")) {
            request.set("StreamSpecification", stream(properties));
        }
        dynamoDb.call("CreateTable", request);
        timeToLive(table, properties, false);
        return physical(table);
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        ObjectNode properties = declaration.properties();
        String table = existing.ref();
        boolean streams = existing.attributes().containsKey("StreamArn");
        if (properties.has("StreamSpecification") != streams) {
            ObjectNode specification = properties.has("StreamSpecification")
                    ? stream(properties)
                    : Json.object().put("StreamEnabled", false);
            dynamoDb.call(
                    "UpdateTable", Json.object().put("TableName", table).set("StreamSpecification", specification));
        }
        boolean expires = dynamoDb.call("DescribeTimeToLive", Json.object().put("TableName", table))
                .path("TimeToLiveDescription")
                .path("TimeToLiveStatus")
                .asText()
                .startsWith("ENABL");
        timeToLive(table, properties, expires);
        return physical(table);
    }

    private static ObjectNode stream(ObjectNode properties) {
        return Json.object()
                .put("StreamEnabled", true)
                .put(
                        "StreamViewType",
                        properties
                                .path("StreamSpecification")
                                .path("StreamViewType")
                                .asText());
    }

    private void timeToLive(String table, ObjectNode properties, boolean on) {
        JsonNode wanted = properties.path("TimeToLiveSpecification");
        boolean enable = wanted.path("Enabled").asBoolean(!wanted.isMissingNode());
        if (enable && !on) {
            ObjectNode specification = Json.object()
                    .put("Enabled", true)
                    .put("AttributeName", wanted.path("AttributeName").asText());
            dynamoDb.call(
                    "UpdateTimeToLive",
                    Json.object().put("TableName", table).set("TimeToLiveSpecification", specification));
        }
    }

    private Physical physical(String table) {
        JsonNode description = dynamoDb.call("DescribeTable", Json.object().put("TableName", table))
                .path("Table");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Arn", description.path("TableArn").asText());
        attributes.put("TableId", description.path("TableId").asText(table));
        if (description.path("StreamSpecification").path("StreamEnabled").asBoolean()) {
            attributes.put("StreamArn", description.path("LatestStreamArn").asText());
        }
        return new Physical(table, attributes);
    }

    @Override
    public void delete(Physical existing) {
        try {
            dynamoDb.call("DeleteTable", Json.object().put("TableName", existing.ref()));
        } catch (AwsError e) {
            if (!e.code().equals("ResourceNotFoundException")) {
                throw e;
            }
        }
    }
}
