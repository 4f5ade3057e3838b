package todo.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.lambda.eventsources.DynamoEventSource;
import software.amazon.awscdk.services.lambda.eventsources.SqsDlq;
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
        // region 1.6 Lambda hands the stream's records to the publisher, and reads which record failed
        publisher.addEventSource(DynamoEventSource.Builder.create(table)
                .startingPosition(StartingPosition.TRIM_HORIZON)
                .batchSize(BATCH_SIZE)
                .bisectBatchOnError(true)
                .reportBatchItemFailures(true)
                .retryAttempts(RETRIES)
                .maxRecordAge(Duration.hours(12))
                .onFailure(new SqsDlq(new ParkingQueue(this, "FailedRecords")))
                .build());
        // endregion
    }

    TodoFunction publisher() {
        return publisher;
    }
}
