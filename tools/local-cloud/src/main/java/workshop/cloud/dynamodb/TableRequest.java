package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * A request for another table, or another state of one: what DynamoDB refuses, where DynamoDB Local takes it or fails.
 *
 * @param is what the table is like before
 * @param isOnDemand whether it is paid by request afterwards
 * @see <a href="https://github.com/architect/dynalite/tree/main/test">Verified on AWS by dynalite's tests</a>
 */
record TableRequest(JsonNode input, JsonNode is, boolean isOnDemand) {
    static final String UNITS = "ProvisionedThroughput";
    static final String UPDATES = "GlobalSecondaryIndexUpdates";

    private static final String NEITHER = "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified";

    /**
     * Throws ValidationException if there can't be such a table, or one can't be changed so, and ResourceNotFoundException if it
     * has no such index. Of other operations it refuses none.
     *
     * @param tables describes a table by its name
     */
    static void refuse(String operation, JsonNode input, Function<Object, JsonNode> tables) {
        boolean creates = operation.equals("CreateTable");
        if (creates || operation.equals("UpdateTable")) {
            JsonNode is = creates ? Json.object() : tables.apply(input.path("TableName"));
            boolean isOnDemand = isOnDemand(input.path("BillingMode").asText(mode(is)));
            new TableRequest(input, is, isOnDemand).refuse(creates);
        }
    }

    private void refuse(boolean creates) {
        for (String list : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes", UPDATES)) {
            refuse(input.has(list) && input.path(list).isEmpty(), "List of " + list + " is empty");
        }
        if (creates) {
            String both = "ReadCapacityUnits and WriteCapacityUnits must both be specified";
            refuseUnits(input, NEITHER, both + " when BillingMode is PROVISIONED", "");
            for (JsonNode index : input.path("GlobalSecondaryIndexes")) {
                refuseUnits(index, UNITS + " should not be specified", UNITS + " is not specified", name(index));
            }
        } else {
            if (input.has("BillingMode") || input.has(UNITS)) {
                refuseUnits(input, NEITHER, UNITS + " must be specified when BillingMode is PROVISIONED", "");
            }
            refuseIndexes();
            refuseTogether();
        }
    }

    private static String mode(JsonNode table) {
        return table.at("/BillingModeSummary/BillingMode").asText("PROVISIONED");
    }

    private static boolean isOnDemand(String mode) {
        return mode.equals("PAY_PER_REQUEST");
    }

    /**
     * @param of a table or an index of it
     * @param given why it is refused if it is on demand and has units
     * @param none why it is refused if it is not and has none
     */
    private void refuseUnits(JsonNode of, String given, String none, String name) {
        String onDemand = " when BillingMode is PAY_PER_REQUEST";
        refuse(of.has(UNITS) == isOnDemand, isOnDemand ? given + name + onDemand : none + name);
    }

    private void refuseIndexes() {
        JsonNode updates = input.path(UPDATES);
        for (JsonNode index : updates.findValues("Create")) {
            String both = "Both ReadCapacityUnits and WriteCapacityUnits must be specified";
            refuseUnits(index, NEITHER, both, name(index));
        }
        List<String> unchanged = is.path("GlobalSecondaryIndexes").findValuesAsText("IndexName");
        updates.forEach(update -> refuseActions(update, unchanged));
        for (JsonNode index : updates.findValues("Update")) {
            String only = " when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput";
            refuse(isOnDemand, "The only Updates" + name(index) + only);
            unchanged.remove(index.path("IndexName").asText());
        }
        refuse(
                !isOnDemand && isOnDemand(mode(is)) && !unchanged.isEmpty(),
                UNITS + " must be specified for index: " + String.join(",", unchanged));
    }

    private void refuseActions(JsonNode update, List<String> indexes) {
        List<String> named = update.findValuesAsText("IndexName");
        refuse(
                named.size() > 1,
                "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
        if (!update.has("Create") && !indexes.containsAll(named)) {
            throw AwsError.of(
                    "ResourceNotFoundException",
                    "Requested resource not found: Index " + named.get(0) + " for table "
                            + is.path("TableName").asText());
        }
    }

    private void refuseTogether() {
        JsonNode updates = input.path(UPDATES);
        boolean changesIndexes = updates.findValue("Create") != null || updates.findValue("Delete") != null;
        String indexes = "You cannot create or delete index while ";
        refuse(changesIndexes && input.has(UNITS), indexes + "updating table IOPS");
        refuse(changesIndexes && input.has("StreamSpecification"), indexes + "changing stream status");
        Stream<String> others = Stream.of("BillingMode", "StreamSpecification", UNITS, UPDATES);
        refuse(
                input.has("DeletionProtectionEnabled") && others.anyMatch(input::has),
                "DeletionProtection modification must be the only operation in the request");
    }

    private static String name(JsonNode index) {
        return " for index: " + index.path("IndexName").asText();
    }

    private static void refuse(boolean when, String why) {
        AwsError.refuse(when, "ValidationException", "One or more parameter values were invalid: " + why);
    }
}
