package todo.events;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import java.math.BigInteger;
import java.util.Map;
import java.util.stream.IntStream;
import todo.testing.LambdaInput;

/** Records of the table's stream as Lambda delivers them. */
final class StreamRecords {
    /** When all to-dos were created: 2026-01-02T03:03:20.123Z, in epoch milliseconds. */
    static final long CREATED_AT = 1_767_323_000_123L;

    /** When all changes happened: 2026-01-02T03:04:05Z. */
    static final long OCCURRED_AT = 1_767_323_045_000L;

    private StreamRecords() {}

    static DynamodbEvent batch(String... records) {
        return LambdaInput.read("{\"Records\": [" + String.join(",", records) + "]}", DynamodbEvent.class);
    }

    static DynamodbStreamRecord record(String json) {
        return batch(json).getRecords().get(0);
    }

    /** An image of a to-do; {@code completed} as DynamoDB's JSON, or null if it is absent. */
    static String image(String todoId, String name, String completed, long updatedAt) {
        String flag = completed == null ? "" : "\"completed\": {\"BOOL\": " + completed + "},";
        return """
                {"todoId": {"S": "%s"}, "name": {"S": "%s"}, %s
                 "createdAt": {"N": "%d"}, "updatedAt": {"N": "%d"}}""".formatted(todoId, name, flag, CREATED_AT, updatedAt);
    }

    static String insert(int number, String image) {
        return record(number, "INSERT", image, null);
    }

    static String modify(int number, String before, String after) {
        return record(number, "MODIFY", after, before);
    }

    static String remove(int number, String image) {
        return record(number, "REMOVE", null, image);
    }

    /**
     * Removed by DynamoDB itself, at the end of its time to live.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html">Streams and
     *     time to live</a>
     */
    static String expired(int number, String image) {
        return remove(number, image).replace("\"eventVersion\"", """
                        "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
                          "eventVersion\"""");
    }

    /** A record that no event can be made of. */
    static String poison(int number) {
        return insert(number, "{\"todoId\": {\"S\": \"poison\"}}");
    }

    static String eventId(int number) {
        return new BigInteger("c4ca4238a0b923820dcc509a6f758490", 16)
                .add(BigInteger.valueOf(number))
                .toString(16);
    }

    /** As long as DynamoDB's are, and with zeros at the beginning, as those of DynamoDB Local. */
    static String sequenceNumber(int number) {
        return "000" + new BigInteger("4421584500000000017450439090").add(BigInteger.valueOf(number));
    }

    /** A change of each type of event, as the stream has it. */
    private static final Map<String, String> CHANGES = Map.of(
            TodoEvent.CREATED, insert(1, todo("false")),
            TodoEvent.COMPLETED, modify(2, todo("false"), todo("true")),
            TodoEvent.DELETED, remove(3, todo("true")));

    /**
     * A record that becomes an event of this type.
     *
     * @throws AssertionError if nobody wrote one
     */
    static String change(String type) {
        String record = CHANGES.get(type);
        if (record == null) {
            throw new AssertionError(type + " has no test: add a record that becomes one to StreamRecords.CHANGES");
        }
        return record;
    }

    private static String todo(String completed) {
        return image("6f1d8f2e-53a4-4ad4-9a0a-6f8a3a0c2b10", "Käse für 5 € kaufen 🧀", completed, 1_767_323_044_999L);
    }

    /** As many inserts of different to-dos, numbered from 1. */
    static DynamodbEvent inserts(int count) {
        return batch(IntStream.rangeClosed(1, count)
                .mapToObj(number -> insert(number, image("todo-" + number, "Name " + number, "false", CREATED_AT)))
                .toArray(String[]::new));
    }

    private static String record(int number, String eventName, String newImage, String oldImage) {
        String images = (newImage == null ? "" : "\"NewImage\": " + newImage + ",")
                + (oldImage == null ? "" : "\"OldImage\": " + oldImage + ",");
        return """
                {
                  "eventID": "%s",
                  "eventName": "%s",
                  "eventVersion": "1.1",
                  "eventSource": "aws:dynamodb",
                  "awsRegion": "eu-central-1",
                  "dynamodb": {
                    "ApproximateCreationDateTime": 1767323045,
                    "Keys": {"todoId": {"S": "todo"}},
                    %s
                    "SequenceNumber": "%s",
                    "SizeBytes": 112,
                    "StreamViewType": "NEW_AND_OLD_IMAGES"
                  },
                  "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/Todos/stream/2026-01-01T00:00:00.000"
                }""".formatted(eventId(number), eventName, images, sequenceNumber(number));
    }
}
