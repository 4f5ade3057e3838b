package todo.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.google.gson.JsonObject;
import java.util.Set;
import java.util.TreeSet;

/** {@code PATCH /todo/{todoId}}: changes the name, or whether it is completed, or both. */
public final class UpdateTodo implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private final TodoTable todos;

    public UpdateTodo() {
        this(TodoTable.ofEnvironment());
    }

    UpdateTodo(TodoTable todos) {
        this.todos = todos;
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        return Reply.orBadRequest(() -> {
            TodoRequest request = new TodoRequest(event);
            JsonObject body = request.body(new TreeSet<>(Set.of("name", "completed")));
            String name = TodoRequest.name(body);
            Boolean completed = TodoRequest.completed(body);
            if (name == null && completed == null) {
                throw new BadRequest("nothing to change; give name, completed or both");
            }
            String todoId = request.todoId();
            return todoId != null && todos.update(todoId, name, completed) ? Reply.noContent() : Reply.notFound();
        });
    }
}
