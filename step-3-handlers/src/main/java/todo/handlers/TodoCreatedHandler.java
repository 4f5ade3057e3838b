package todo.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import todo.events.TodoEvent;

/** Handles {@code TodoCreated}: records it in the activity log. */
public final class TodoCreatedHandler implements RequestStreamHandler {
    private final ActivityLog activity = ActivityLog.ofEnvironment();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TodoEvent event = EventReader.read(input);
        activity.once(event, context, () -> {
            context.getLogger().log("Created: " + event.detailJson() + "\n");
        });
    }
}
