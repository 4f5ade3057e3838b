package todo.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import todo.testing.Grants;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TodoRoutesTest {
    @ParameterizedTest
    @CsvSource({
        "POST,   todo,     CreateTodo, dynamodb:PutItem",
        "GET,    todo,     ListTodos,  dynamodb:Scan",
        "GET,    {todoId}, GetTodo,    dynamodb:GetItem",
        "PATCH,  {todoId}, UpdateTodo, dynamodb:UpdateItem",
        "DELETE, {todoId}, DeleteTodo, dynamodb:DeleteItem"
    })
    void a_route_calls_a_function_that_may_do_one_thing_with_the_table(
            String method, String path, String handler, String action) {
        StackTemplate template = StackTemplate.synthesized();
        Resource function = template.function(handler).orElseThrow();

        Resource route = template.resources("AWS::ApiGateway::Method").stream()
                .filter(candidate -> text(candidate, "HttpMethod").equals(method))
                .filter(candidate -> path(template, candidate).equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no route " + method + " " + path));
        assertThat(refersTo(route.property("Integration.Uri").orElseThrow()))
                .as("what %s %s calls", method, path)
                .contains(function.logicalId());

        List<String> allowed = new Grants(template, function)
                .all().stream()
                        .flatMap(grant -> grant.actions().stream())
                        .filter(allowedAction -> !allowedAction.startsWith("logs:"))
                        .collect(Collectors.toCollection(ArrayList::new));
        boolean isAllowed = allowed.remove(action);
        assertThat(isAllowed && allowed.isEmpty())
                .withFailMessage(
                        "%s may do %s only. Got: %s%s",
                        handler,
                        action,
                        isAllowed ? "also " : "",
                        allowed.isEmpty() ? "nothing" : String.join(", ", allowed))
                .isTrue();
    }

    @Test
    void callers_are_throttled_so_that_a_loop_somewhere_costs_little() {
        Resource stage =
                StackTemplate.synthesized().resources("AWS::ApiGateway::Stage").get(0);
        JsonElement everyMethod =
                stage.property("MethodSettings").orElseThrow().getAsJsonArray().get(0);
        JsonElement limit = everyMethod.getAsJsonObject().get("ThrottlingRateLimit");
        assertThat(limit).as("the throttling rate limit of the API's stage").isNotNull();
        assertThat(limit.getAsInt()).isLessThanOrEqualTo(1_000);
    }

    /** The last part of a route's path. */
    private static String path(StackTemplate template, Resource method) {
        JsonElement resourceId = method.property("ResourceId").orElseThrow();
        return template.resources("AWS::ApiGateway::Resource").stream()
                .filter(resource -> refersTo(resourceId).contains(resource.logicalId()))
                .map(resource -> text(resource, "PathPart"))
                .findFirst()
                .orElse("");
    }

    private static String text(Resource resource, String property) {
        return resource.property(property).orElseThrow().getAsString();
    }
}
