package workshop.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import todo.events.TodoEvent;

/** {@code TodoEvent.TYPES} is the one list of events: each has all that {@code docs/authoring.md} names under "Add an event". */
class EventTypesTest {

    @Test
    void eachTypeOfEventHasAllThatBelongsToIt() {
        List<String> missing = new ArrayList<>();
        TodoEvent.TYPES.forEach(type -> missing.addAll(missing(type)));

        assertThat(missing)
                .as("what is missing for an event; see \"Add an event\" in docs/authoring.md")
                .isEmpty();
    }

    @Test
    void aTypeThatIsOnlyInTheListIsMissingEverything() {
        assertThat(missing("TodoReopened"))
                .containsExactly(
                        "TodoReopened has no rule in TodoBus whose detail-type it is",
                        "TodoReopened has no function as the target of its rule (TodoHandlers)",
                        "TodoReopened has no class todo.handlers.TodoReopenedHandler",
                        "TodoReopened has no docs/events/TodoReopened.schema.json",
                        "TodoReopened has no docs/events/TodoReopened.example.json",
                        "TodoReopened has no row and no section in docs/events.md",
                        "TodoReopened has no message in docs/events/asyncapi.yaml");
    }

    private static List<String> missing(String type) {
        List<String> missing = new ArrayList<>();
        require(hasRule(type, false), type + " has no rule in TodoBus whose detail-type it is", missing);
        require(hasRule(type, true), type + " has no function as the target of its rule (TodoHandlers)", missing);
        require(hasHandler(type), type + " has no class todo.handlers." + type + "Handler", missing);
        for (String kind : List.of(".schema.json", ".example.json")) {
            String file = "events/" + type + kind;
            require(!Solution.document(file).isEmpty(), type + " has no docs/" + file, missing);
        }
        String page = Solution.document("events.md");
        require(
                page.contains("| [`" + type + "`]") && page.contains("\n## " + type),
                type + " has no row and no section in docs/events.md",
                missing);
        require(
                Solution.document("events/asyncapi.yaml").contains("\n    " + type + ":\n"),
                type + " has no message in docs/events/asyncapi.yaml",
                missing);
        return missing;
    }

    private static void require(boolean isThere, String sentence, List<String> missing) {
        if (!isThere) {
            missing.add(sentence);
        }
    }

    private static boolean hasRule(String type, boolean withFunction) {
        return StreamSupport.stream(Solution.resources().spliterator(), false)
                .filter(resource -> resource.path("Type").asText().equals("AWS::Events::Rule"))
                .map(resource -> resource.path("Properties"))
                .filter(rule -> rule.at("/EventPattern/detail-type").toString().contains("\"" + type + "\""))
                .anyMatch(rule -> !withFunction || hasFunction(rule.path("Targets")));
    }

    private static boolean hasFunction(JsonNode targets) {
        return StreamSupport.stream(targets.spliterator(), false)
                .map(target -> target.at("/Arn/Fn::GetAtt/0").asText())
                .anyMatch(id ->
                        Solution.resources().path(id).path("Type").asText().equals("AWS::Lambda::Function"));
    }

    private static boolean hasHandler(String type) {
        try {
            Class.forName("todo.handlers." + type + "Handler", false, EventTypesTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
