package todo.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

/** {@code GET /todo}: a page of to-dos, and the token for the next one if there is one. */
public final class ListTodos implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;

    private final TodoTable todos;

    public ListTodos() {
        this(TodoTable.ofEnvironment());
    }

    ListTodos(TodoTable todos) {
        this.todos = todos;
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        return Reply.orBadRequest(() -> {
            TodoRequest request = new TodoRequest(event);
            return Reply.of(200, todos.list(limit(request.query("limit")), request.query("next_token")));
        });
    }

    private static int limit(String text) {
        try {
            int limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw badLimit(text);
        }
        throw badLimit(text);
    }

    private static BadRequest badLimit(String text) {
        return new BadRequest("limit is \"" + text + "\"; it must be a whole number from 1 to " + MAX_LIMIT);
    }
}
