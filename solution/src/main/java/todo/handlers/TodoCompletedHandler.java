package todo.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import todo.events.TodoEvent;
import todo.notifications.CompletionMail;

/** Handles {@code TodoCompleted}: what follows from a completion is done here, once. */
public final class TodoCompletedHandler implements RequestStreamHandler {
    private final ActivityLog activity = ActivityLog.ofEnvironment();
    // region 4
    private final CompletionMail mail = CompletionMail.ofEnvironment();
    // endregion

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TodoEvent event = EventReader.read(input);
        activity.once(event, context, () -> {
            context.getLogger().log("Completed: " + event.detailJson() + "\n");
            // region 4.6 One email for each completion: part of the work that is done once
            mail.send(event.todo());
            // endregion
        });
    }
}
