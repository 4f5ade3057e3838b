package workshop.cloud.dynamodb;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::DynamoDB::Table}. */
public record TableType(DynamoDb dynamoDb) implements ResourceType {
    private static final Members PROPERTIES = Members.of(
            optional("TableName", ANY).replacing(),
            optional("KeySchema", ANY).replacing(),
            optional("AttributeDefinitions", ANY),
            optional("BillingMode", ANY),
            optional("ProvisionedThroughput", ANY),
            optional("GlobalSecondaryIndexes", ANY),
            optional("LocalSecondaryIndexes", ANY).replacing(),
            optional("StreamSpecification", ANY),
            optional("TimeToLiveSpecification", ANY),
            optional("Tags", ANY).withoutEffect(),
            optional("PointInTimeRecoverySpecification", ANY).withoutEffect(),
            optional("SSESpecification", ANY).withoutEffect(),
            optional("DeletionProtectionEnabled", ANY).withoutEffect(),
            optional("ContributorInsightsSpecification", ANY).withoutEffect(),
            optional("TableClass", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::DynamoDB::Table";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
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
