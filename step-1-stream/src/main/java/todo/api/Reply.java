package todo.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.util.Map;
import java.util.function.Supplier;
import todo.Json;

/** Answers as API Gateway's Lambda proxy integration takes them. */
final class Reply {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private Reply() {}

    static APIGatewayProxyResponseEvent of(int status, Object body) {
        return new APIGatewayProxyResponseEvent()
                .withStatusCode(status)
                .withHeaders(JSON)
                .withBody(Json.write(body));
    }

    static APIGatewayProxyResponseEvent noContent() {
        return new APIGatewayProxyResponseEvent().withStatusCode(204);
    }

    static APIGatewayProxyResponseEvent notFound() {
        return of(404, Map.of("error", "there is no such to-do"));
    }

    /** What {@code answer} gives; 400 and the reason if it finds that the request was bad. */
    static APIGatewayProxyResponseEvent orBadRequest(Supplier<APIGatewayProxyResponseEvent> answer) {
        try {
            return answer.get();
        } catch (BadRequest e) {
            return of(400, Map.of("error", e.getMessage()));
        }
    }
}
