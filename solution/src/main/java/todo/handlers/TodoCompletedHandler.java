package todo.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import todo.events.TodoEvent;
import todo.notifications.CompletionMail;

/** Handles {@code TodoCompleted}: records it in the activity log, and mails that it is done. */
public final class TodoCompletedHandler implements RequestStreamHandler {
    private final ActivityLog activity;
    private final CompletionMail mail;

    public TodoCompletedHandler() {
        this(ActivityLog.ofEnvironment(), CompletionMail.ofEnvironment());
    }

    TodoCompletedHandler(ActivityLog activity, CompletionMail mail) {
        this.activity = activity;
        this.mail = mail;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        TodoEvent event = EventReader.read(input);
        boolean first = activity.once(event, context.getAwsRequestId(), () -> mail.send(event.todo()));
        context.getLogger().log((first ? "Recorded " : "Seen before: ") + event.detailType() + " " + event.id() + "\n");
    }
}
