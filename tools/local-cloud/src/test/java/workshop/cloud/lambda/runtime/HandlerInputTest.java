package workshop.cloud.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The types that a handler may have, each gets an event and gives it back.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html">Define Lambda function handler in Java</a>, whose
 *     example takes a record
 */
class HandlerInputTest {
    public record Order(String orderId, double amount, Item item) {}

    public record Item(String name) {}

    public static class OfRecord implements RequestHandler<Order, Order> {
        @Override
        public Order handleRequest(Order event, Context context) {
            return event;
        }
    }

    public static class OfMap implements RequestHandler<Map<String, Object>, Map<String, Object>> {
        @Override
        public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
            return event;
        }
    }

    public static class OfList implements RequestHandler<List<Integer>, Integer> {
        @Override
        public Integer handleRequest(List<Integer> event, Context context) {
            return event.stream().mapToInt(Integer::intValue).sum();
        }
    }

    public static class ByName {
        public String take(String event) {
            return event;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            OfRecord     | {"orderId":"1","amount":2.5,"item":{"name":"a"}} | {"orderId":"1","amount":2.5,"item":{"name":"a"}}
            OfRecord     | {"amount":1,"unknown":true}                      | {"amount":1.0}
            OfMap        | {"a":{"b":[1,2.5,null]}}                         | {"a":{"b":[1,2.5,null]}}
            OfList       | [1,2]                                            | 3
            ByName::take | "größer"                                         | "größer"
            """)
    void eachTypeOfHandlerGetsItsEvent(String handler, String event, String answer) throws Exception {
        InvocationRequest request = new InvocationRequest();
        request.setContent(event.getBytes(StandardCharsets.UTF_8));
        assertThat(FunctionRuntime.load(getClass().getName() + "$" + handler, FunctionRuntime.logger(), null)
                        .call(request)
                        .toString(StandardCharsets.UTF_8))
                .isEqualTo(answer);
    }
}
