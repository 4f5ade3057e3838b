package todo.infra;

import java.util.Map;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;
import todo.events.StreamPublisher;

/** The layer of step 1: the table's stream, and the function that turns its records into events. */
final class TodoStream extends Construct {
    private static final int BATCH_SIZE = 100;
    private static final int RETRIES = 5;

    private final TodoFunction publisher;

    TodoStream(Construct scope, Code code, Table table) {
        super(scope, "Stream");
        publisher = new TodoFunction(this, StreamPublisher.class, code, Map.of());
        // TODO 1.6 Lambda hands the stream's records to the publisher, and reads which record failed, see
        // docs/step-1-stream.md#16
    }

    TodoFunction publisher() {
        return publisher;
    }
}
