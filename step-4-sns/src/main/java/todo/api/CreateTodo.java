package todo.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.util.Set;

/** {@code POST /todo}: creates a to-do with the given name. */
public final class CreateTodo implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private final TodoTable todos;

    public CreateTodo() {
        this(TodoTable.ofEnvironment());
    }

    CreateTodo(TodoTable todos) {
        this.todos = todos;
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        return Reply.orBadRequest(() -> {
            String name = TodoRequest.name(new TodoRequest(event).body(Set.of("name")));
            if (name == null) {
                throw new BadRequest("name is missing; it must be a non-empty string");
            }
            return Reply.of(201, todos.create(name));
        });
    }
}
