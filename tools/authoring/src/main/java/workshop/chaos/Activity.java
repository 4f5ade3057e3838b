package workshop.chaos;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of the activity table: what was recorded about an event. */
record Activity(String eventId, String type, String todoId, String status) {

    /** All rows, by event id. */
    static Map<String, Activity> of(DynamoDbClient dynamoDb, String table) {
        Map<String, Activity> rows = new HashMap<>();
        dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> {
                    Activity row = new Activity(
                            text(item, "eventId"), text(item, "type"), text(item, "todoId"), text(item, "status"));
                    rows.put(row.eventId, row);
                });
        return rows;
    }

    private static String text(Map<String, AttributeValue> item, String attribute) {
        return item.containsKey(attribute) ? item.get(attribute).s() : null;
    }

    /** Whether the work on the event was done; a missing row says that it never began. */
    static boolean isDone(Activity row) {
        return row != null && "DONE".equals(row.status);
    }

    boolean isAbout(Change change) {
        return change.type().equals(type) && change.todoId().equals(todoId);
    }
}
