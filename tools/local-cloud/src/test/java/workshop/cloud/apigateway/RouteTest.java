package workshop.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which of several methods a request gets.
 *
 * @see <a href="https://github.com/floci-io/floci/pull/3399">Measured on AWS: variables</a>
 * @see <a href="https://github.com/ministackorg/ministack/pull/1423">Measured on AWS: {@code proxy+}</a>
 */
class RouteTest {
    private static final List<Route> ROUTES = Stream.of(
                    "ANY /{proxy+}",
                    "GET /jobs/{operation_type}",
                    "OPTIONS /cors_only",
                    "GET /users/{userId}",
                    "PATCH /users/me",
                    "GET /users/{userId}/todos",
                    "ANY /things/{proxy+}",
                    "GET /things/real",
                    "ANY /things/both",
                    "PUT /things/both")
            .map(RouteTest::route)
            .toList();

    private static Route route(String methodAndPath) {
        String[] parts = methodAndPath.split(" ");
        return new Route("id", parts[1], new RestApi.Method(parts[0], "arn", "POST", 29_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /jobs/reboot     | GET /jobs/{operation_type} | {operation_type=reboot}
            GET /jobs            | ANY /{proxy+}              | {proxy=jobs}
            POST /jobs/reboot    | ANY /{proxy+}              | {proxy=jobs/reboot}
            GET /cors_only       | ANY /{proxy+}              | {proxy=cors_only}
            GET /users/me        | GET /users/{userId}        | {userId=me}
            PATCH /users/me      | PATCH /users/me            | {}
            GET /users/abc123    | GET /users/{userId}        | {userId=abc123}
            GET /users/me/todos  | GET /users/{userId}/todos  | {userId=me}
            GET /things/real     | GET /things/real           | {}
            POST /things/real    | ANY /things/{proxy+}       | {proxy=real}
            PUT /things/both     | PUT /things/both           | {}
            POST /things/both    | ANY /things/both           | {}
            FOO /things/both     |                            |
            GET /                |                            |
            """)
    void theMostSpecificPathThatHasTheMethodIsTaken(String request, String expected, String parameters) {
        String[] parts = request.split(" ");
        Route.Match match = Route.find(ROUTES, parts[0], parts[1]).orElse(null);
        if (expected == null) {
            assertThat(match).isNull();
        } else {
            assertThat(match.route()).isEqualTo(route(expected));
            assertThat(match.pathParameters()).hasToString(parameters);
        }
    }
}
