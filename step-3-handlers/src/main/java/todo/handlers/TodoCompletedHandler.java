package todo.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import todo.events.TodoEvent;

/** Handles {@code TodoCompleted}: what follows from a completion is done here, once. */
public final class TodoCompletedHandler implements RequestStreamHandler {
    private final ActivityLog activity = ActivityLog.ofEnvironment();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TodoEvent event = EventReader.read(input);
        activity.once(event, context, () -> {
            context.getLogger().log("Completed: " + event.detailJson() + "\n");
        });
    }
}
