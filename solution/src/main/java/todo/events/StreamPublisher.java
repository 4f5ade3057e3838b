package todo.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the records of the table's stream into events. It stops at the first record that fails and reports that one, so
 * that everything before it is done and everything from it on comes again, in order.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">Partial batch
 *     responses</a>
 */
public final class StreamPublisher implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    // region 2
    private final EventBus bus = EventBus.ofEnvironment();
    // endregion

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent batch, Context context) {
        LambdaLogger log = context.getLogger();
        List<TodoEvent> events = new ArrayList<>();
        List<DynamodbStreamRecord> sources = new ArrayList<>();
        DynamodbStreamRecord failed = null;
        for (DynamodbStreamRecord record : batch.getRecords()) {
            try {
                new TodoChange(record).event().ifPresent(event -> {
                    events.add(event);
                    sources.add(record);
                });
            } catch (RuntimeException e) {
                log.log("Can't read record " + record.getEventID() + ": " + e + "\n");
                failed = record;
                break;
            }
        }
        int published = events.size();
        // region 2
        published = bus.publish(events, log, context.getRemainingTimeInMillis());
        // endregion
        if (published < events.size()) {
            failed = sources.get(published);
        }
        for (TodoEvent event : events.subList(0, published)) {
            log.log("Published " + event.detailType() + " " + event.detailJson() + "\n");
        }
        List<BatchItemFailure> failures = new ArrayList<>();
        // region 1.5 Report the first record that failed: it and all behind it come again
        if (failed != null) {
            failures.add(new BatchItemFailure(failed.getDynamodb().getSequenceNumber()));
        }
        // endregion
        return new StreamsEventResponse(failures);
    }
}
