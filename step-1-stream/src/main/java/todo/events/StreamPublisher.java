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
                throw new UnsupportedOperationException(
                        "TODO 1.5: Report the first record that failed, and stop there, see docs/step-1-stream.md#15");
            }
        }
        for (TodoEvent event : events) {
            log.log("Published " + event.detailType() + " " + event.detailJson() + "\n");
        }
        return new StreamsEventResponse(failures);
    }
}
