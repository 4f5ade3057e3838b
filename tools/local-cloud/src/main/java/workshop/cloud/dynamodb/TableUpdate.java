package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * Gives a table the capacity and the indexes that a template declares. They are compared with those that it has, so that an
 * update which was refused can be taken back.
 */
record TableUpdate(DynamoDb dynamoDb, String table, ObjectNode properties) {
    /** At most one index comes or goes, and one that stays keeps its keys; throws in CloudFormation's words if not. */
    void run() {
        JsonNode is = dynamoDb.table(table);
        ObjectNode change = indexes(indexes(is));
        boolean deletes = change.findValue("Delete") != null;
        ObjectNode none = Json.object();
        update(deletes ? change : none); // an index that goes has no capacity in another billing mode
        capacity(is);
        update(deletes ? none : change);
    }

    private void capacity(JsonNode is) {
        ObjectNode request = Json.object();
        String mode = properties.path("BillingMode").asText("PROVISIONED");
        if (!mode.equals(is.at("/BillingModeSummary/BillingMode").asText("PROVISIONED"))) {
            request.put("BillingMode", mode);
        }
        throughput(is, properties).ifPresent(units -> request.set(TableRequest.UNITS, units));
        Map<String, JsonNode> existing = indexes(is);
        indexes(properties)
                .forEach((name, index) -> throughput(existing.getOrDefault(name, index), index)
                        .ifPresent(units -> request.withArray(TableRequest.UPDATES)
                                .addObject()
                                .putObject("Update")
                                .put("IndexName", name)
                                .set(TableRequest.UNITS, units)));
        update(request);
    }

    /** Empty if it stays as it is. */
    private static Optional<JsonNode> throughput(JsonNode is, JsonNode wanted) {
        return Optional.of(wanted.path(TableRequest.UNITS))
                .filter(units -> units.propertyStream()
                        .anyMatch(unit -> unit.getValue().asLong()
                                != is.path(TableRequest.UNITS)
                                        .path(unit.getKey())
                                        .asLong()));
    }

    /**
     * @see <a href="https://github.com/aws/aws-cdk/issues/14920">More than one index</a>
     * @see <a href="https://github.com/aws-amplify/amplify-cli/issues/11384">Other keys</a>
     */
    private ObjectNode indexes(Map<String, JsonNode> existing) {
        ObjectNode request = Json.object().set("AttributeDefinitions", properties.path("AttributeDefinitions"));
        ArrayNode updates = request.putArray(TableRequest.UPDATES);
        indexes(properties).forEach((name, index) -> {
            JsonNode its = existing.remove(name);
            if (its == null) {
                updates.addObject().set("Create", index);
            } else if (!its.path("KeySchema").equals(index.path("KeySchema"))
                    || !its.path("Projection").equals(index.path("Projection"))) {
                throw AwsError.validation("Cannot update GSI's properties other than Provisioned Throughput and"
                        + " Contributor Insights Specification. You can create a new GSI with a different name.");
            }
        });
        existing.keySet()
                .forEach(name -> updates.addObject().putObject("Delete").put("IndexName", name));
        if (updates.size() > 1) {
            throw AwsError.validation("Cannot perform more than one GSI creation or deletion in a single update");
        }
        return updates.isEmpty() ? Json.object() : request;
    }

    private static Map<String, JsonNode> indexes(JsonNode table) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        table.path("GlobalSecondaryIndexes")
                .forEach(index -> byName.put(index.path("IndexName").asText(), index));
        return byName;
    }

    private void update(ObjectNode request) {
        if (!request.isEmpty()) {
            dynamoDb.call("UpdateTable", request.put("TableName", table));
        }
    }
}
