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
    private final BusClient bus = BusClient.ofEnvironment();

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent batch, Context context) {
        LambdaLogger log = context.getLogger();
        List<TodoEvent> events = new ArrayList<>();
        List<BatchItemFailure> failures = new ArrayList<>();
        for (DynamodbStreamRecord record : batch.getRecords()) {
            try {
                new TodoChange(record).event().ifPresent(events::add);
            } catch (RuntimeException e) {
                log.log("Can't read record " + record.getEventID() + ": " + e + "\n");
                failures.add(new BatchItemFailure(record.getDynamodb().getSequenceNumber()));
                break;
            }
        }
        int published = bus.publish(events, log, context.getRemainingTimeInMillis());
        if (published < events.size()) {
            // If another record can't be read, it comes after this one. Lambda begins with the first that is reported.
            DynamodbStreamRecord unpublished = source(events.get(published), batch);
            failures.add(new BatchItemFailure(unpublished.getDynamodb().getSequenceNumber()));
            events.subList(published, events.size()).clear();
        }
        for (TodoEvent event : events) {
            log.log("Published " + event.detailType() + " " + event.detailJson() + "\n");
        }
        return new StreamsEventResponse(failures);
    }

    /** The record of the same change as the event. */
    private static DynamodbStreamRecord source(TodoEvent event, DynamodbEvent batch) {
        return batch.getRecords().stream()
                .filter(record -> record.getEventID().equals(event.id()))
                .findFirst()
                .orElseThrow();
    }
}
