package todo.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

/** {@code DELETE /todo/{todoId}}: removes a to-do. */
public final class DeleteTodo implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private final TodoTable todos;

    public DeleteTodo() {
        this(TodoTable.ofEnvironment());
    }

    DeleteTodo(TodoTable todos) {
        this.todos = todos;
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        String todoId = new TodoRequest(event).todoId();
        return todoId != null && todos.delete(todoId) ? Reply.noContent() : Reply.notFound();
    }
}
