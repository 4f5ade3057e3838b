package workshop.cloud.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html#java-handler-signatures">Signatures</a> */
class HandlerTest {

    public static final class Item {
        public String name;
    }

    /** Its event's type is known by the class below alone. */
    public abstract static class OfAny<E> implements RequestHandler<List<E>, Map<String, Integer>> {
        abstract String name(E event);

        @Override
        public Map<String, Integer> handleRequest(List<E> events, Context context) {
            return Map.of(name(events.get(0)), events.size());
        }
    }

    public static final class OfItems extends OfAny<Item> {
        @Override
        String name(Item event) {
            return event.name;
        }
    }

    public static final class Methods {
        public void copy(InputStream in, OutputStream out) throws IOException {
            in.transferTo(out);
        }

        public String items(List<Item> items) {
            return items.get(0).name;
        }

        public static int constant() {
            return 7;
        }

        public void nothing(InputStream in) {}

        public String longest(Item item) {
            return "short";
        }

        public String longest(Item item, Context context) {
            return "long";
        }

        public void writes(OutputStream out, Context context) throws IOException {
            out.write('1');
        }

        public String wrong(String one, String two) {
            return one + two;
        }
    }

    private static String call(String handler, String event) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Handler.load(HandlerTest.class.getName() + "$" + handler)
                .handle(event.getBytes(StandardCharsets.UTF_8), out, null);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OfItems | [{\"name\": \"a\"}, {}] | {\"a\":2}",
                "Methods::copy | {\"x\": 1} | {\"x\": 1}",
                "Methods::items | [{\"name\": \"a\"}] | \"a\"",
                "Methods::constant | {} | 7",
                "Methods::nothing | {} | null",
                "Methods::longest | {} | \"long\"",
                "Methods::writes | {} | 1",
            })
    void everySignatureThatAwsTakesIsCalledWithItsOwnTypes(String handler, String event, String answer)
            throws Exception {
        assertThat(call(handler, event)).isEqualTo(answer);
    }

    @Test
    void anEventThatIsOfAnotherTypeFailsAsOnAws() {
        assertThatThrownBy(() -> call("Methods::items", "5"))
                .isExactlyInstanceOf(RuntimeException.class)
                .hasMessage("An error occurred during JSON parsing");
    }
}
