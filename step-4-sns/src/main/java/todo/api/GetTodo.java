package todo.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.util.Optional;

/** {@code GET /todo/{todoId}}: one to-do. */
public final class GetTodo implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private final TodoTable todos;

    public GetTodo() {
        this(TodoTable.ofEnvironment());
    }

    GetTodo(TodoTable todos) {
        this.todos = todos;
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        String todoId = new TodoRequest(event).todoId();
        return Optional.ofNullable(todoId)
                .flatMap(todos::find)
                .map(todo -> Reply.of(200, todo))
                .orElseGet(Reply::notFound);
    }
}
