package todo.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import todo.events.TodoEvent;

/** Handles {@code TodoCreated}: records it in the activity log. */
public final class TodoCreatedHandler implements RequestStreamHandler {
    private final ActivityLog activity;

    public TodoCreatedHandler() {
        this(ActivityLog.ofEnvironment());
    }

    TodoCreatedHandler(ActivityLog activity) {
        this.activity = activity;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TodoEvent event = EventReader.read(input);
        boolean first = activity.once(event, context.getAwsRequestId(), () -> {});
        context.getLogger().log((first ? "Recorded " : "Seen before: ") + event.detailType() + " " + event.id() + "\n");
    }
}
