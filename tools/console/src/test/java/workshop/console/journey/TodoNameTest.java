package workshop.console.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Json;

class TodoNameTest {

    /** An event's detail is JSON, an SQS body is JSON in a text, and a parked event is one in the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Read the docs",
                "Say \"hi\"",
                "a\\b",
                "ends in \\",
                "<img src=x>",
                "ö \u2603 \uD83D\uDE00",
                "two\nlines"
            })
    void aNameIsFoundAsDeepAsItMayBe(String name) {
        ObjectNode todo = Json.object().put("todoId", "1").put("name", name).put("completed", true);
        String once = Json.write(Json.object().put("body", Json.write(todo)));
        String twice = Json.write(Json.object().put("body", once));
        ObjectNode item = Json.object();
        item.putObject("Item").putObject("name").put("S", name);
        assertThat(Stream.of(Json.write(todo), once, twice, Json.write(item)).map(TodoName::in))
                .allSatisfy(found -> assertThat(found).contains(name));
    }

    @Test
    void withoutANameItIsTheKeyOfTheItem() {
        assertThat(TodoName.in("{\"TableName\":\"Todos\",\"Item\":{\"id\":{\"S\":\"4711\"}}}"))
                .contains("4711");
        assertThat(TodoName.in("{\"detail\": {\"names\": \"x\", \"username\": \"y\"}}"))
                .isEmpty();
    }
}
