package workshop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

@DisplayName("The guides")
class MarkdownPagesTest {
    private static final String SOURCE = """
            class Bus {
                // region 2.1 The bus
                void bus() {
                    // region 2.2 Its name
                    name("todo");
                    // endregion
                }
                // endregion
                int other;
                // region 2.1 The bus
                int more;
                // endregion
            }
            """;

    private static final Map<String, Section> TASKS = Map.of("2.1", section());

    private static Section section() {
        Todo todo = new Todo(
                TodoId.of("2.1"),
                "Create the bus",
                "Bus.java",
                "",
                List.of(),
                List.of(),
                List.of("Think.", "Use it."),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
        return new Section(new Step(2, "step-2-bus", "The bus", "It works.", 5, List.of(), List.of(todo)), todo);
    }

    @TempDir
    private Path root;

    @BeforeEach
    void source() throws IOException {
        put("solution/Bus.java", SOURCE);
    }

    @Test
    @DisplayName("show a region at the left margin, without the markers in it, and all regions of its id")
    void region() throws IOException {
        put("docs/a.md", "<!-- code: solution/Bus.java region 2.1 -->\n```java\nold\n```\nend\n");
        assertThat(mistakes()).singleElement().asString().startsWith("docs/a.md:3: this is no longer");

        assertThat(pages().write()).containsExactly(Path.of("docs/a.md"));

        assertThat(Files.readString(root.resolve("docs/a.md")))
                .isEqualTo("<!-- code: solution/Bus.java region 2.1 -->\n```java\n"
                        + "void bus() {\n    name(\"todo\");\n}\n\nint more;\n```\nend\n");
        assertThat(mistakes()).isEmpty();
        assertThat(pages().write()).isEmpty();
    }

    @Test
    @DisplayName("show a whole file without its markers")
    void whole() throws IOException {
        put("docs/a.md", "<!-- code: solution/Bus.java -->\n```java\n```\n");

        pages().write();

        assertThat(Files.readString(root.resolve("docs/a.md")))
                .contains(
                        "class Bus {\n    void bus() {\n        name(\"todo\");\n    }\n    int other;\n    int more;\n}\n```");
    }

    @Test
    @DisplayName("can't show what is not there, and are then left as they are")
    void missing() throws IOException {
        put("docs/a.md", "<!-- code: solution/Bus.java region 9.9 -->\n```java\n```\n");
        put("docs/b.md", "<!-- code: solution/Gone.java -->\n```java\n```\n");
        put("docs/c.md", "<!-- code: solution/Bus.java -->\nno block\n");
        put("docs/d.md", "<!-- code: -->\n");

        assertThat(mistakes())
                .containsExactly(
                        "docs/a.md:1: solution/Bus.java has no region 9.9",
                        "docs/b.md:1: there is no file solution/Gone.java",
                        "docs/c.md:1: a fenced block must follow, between lines of ```",
                        "docs/d.md:1: write <!-- code: FILE -->, <!-- code: FILE region ID -->, <!-- todo: ID --> or"
                                + " <!-- help: ID -->");
        assertThat(pages().write()).isEmpty();
    }

    @Test
    @DisplayName("are compared also where something else is missing")
    void drift() throws IOException {
        put(
                "docs/a.md",
                "<!-- help: 7.1 -->\n<!-- code: solution/Bus.java region 2.2 -->\n```java\nold\n```\n<!-- end -->\n");

        assertThat(mistakes()).hasSize(2).last().asString().startsWith("docs/a.md:4: this is no longer");
    }

    @Test
    @DisplayName("have no Java that nobody checks")
    void unsourced() throws IOException {
        put("docs/a.md", "Text\n\n```java\nint i;\n```\n\n```sh\nls\n```\n");

        assertThat(mistakes()).singleElement().asString().startsWith("docs/a.md:3: Java without its source");
    }

    @Test
    @DisplayName("have a section for each TODO, with its anchor, its file, its hints and its answer")
    void tasks() throws IOException {
        put("step-2-bus/Bus.java", "");
        put(
                "docs/step-2-bus.md",
                "<!-- todo: 2.1 -->\nold\n<!-- end -->\nThink.\n\n<!-- help: 2.1 -->\n<!-- end -->\nafter\n");
        MarkdownPages pages = new MarkdownPages(root, Set.of(), TASKS);

        pages.write();

        assertThat(Files.readString(root.resolve("docs/step-2-bus.md")))
                .startsWith("<!-- todo: 2.1 -->\n<a id=\"21\"></a>\n\n## 2.1 Create the bus\n\n**File:**"
                        + " [`Bus.java`](../step-2-bus/Bus.java)\n<!-- end -->\nThink.\n")
                .contains("<details><summary>Hint 1: the idea</summary>\n\nThink.\n\n</details>\n")
                .contains("Hint 2: the API")
                .contains(
                        "<details><summary>Answer</summary>\n\n<!-- code: solution/Bus.java region 2.1 -->\n```java\nvoid bus")
                .endsWith("```\n\n</details>\n<!-- end -->\nafter\n");
        assertThat(new MarkdownPages(root, Set.of(), TASKS).check()).isEmpty();
    }

    @Test
    @DisplayName("keep what somebody wrote up to the next comment, though an end is missing")
    void missingEnd() throws IOException {
        put("step-2-bus/Bus.java", "");
        put("docs/step-2-bus.md", "<!-- todo: 2.1 -->\nThink.\n<!-- help: 2.1 -->\n<!-- end -->\n");
        MarkdownPages pages = new MarkdownPages(root, Set.of(), TASKS);

        pages.write();

        assertThat(Files.readString(root.resolve("docs/step-2-bus.md")))
                .startsWith("<!-- todo: 2.1 -->\nThink.\n<!-- help: 2.1 -->\n");
        assertThat(pages.check().stream().map(Mistake::toString))
                .contains("docs/step-2-bus.md:1: there is no <!-- end --> after it");
    }

    @Test
    @DisplayName("say when a TODO has no section, or a section no TODO")
    void wrongTasks() throws IOException {
        put("docs/a.md", "<!-- help: 7.1 -->\n<!-- end -->\n");
        put("docs/b.md", "<!-- todo: 2.1 -->\n");

        assertThat(new MarkdownPages(root, Set.of(), TASKS).check().stream().map(Mistake::toString))
                .containsExactly(
                        "docs/a.md:1: no manifest has a TODO 7.1: correct it, or remove this",
                        "docs/b.md:1: there is no <!-- end --> after it",
                        "docs/step-2-bus.md:1: there is no such page; write it, with <!-- todo: 2.1 --> and <!-- end -->",
                        "docs/step-2-bus.md:1: there is no such page; write it, with <!-- help: 2.1 --> and <!-- end -->");

        put("docs/step-2-bus.md", "# Step 2\n");
        assertThat(new MarkdownPages(root, Set.of(), TASKS).check().stream().map(Mistake::toString))
                .contains(
                        "docs/step-2-bus.md:1: write, where the section is to be, <!-- todo: 2.1 --> and <!-- end -->");
    }

    @Test
    @DisplayName("link to files and headings that exist, in every page of the repository")
    void links() throws IOException {
        put("README.md", "[a](docs/a.md#the-bus) [b](docs/gone.md) ![p](p.png) [top](#nowhere) [out](../x.md)\n");
        put(
                "docs/a.md",
                "# The bus\n\n## The `bus`\n\n<a id=\"23\"></a>\n\n[1](#the-bus-1) [2](#23) [3](../solution)\n");

        assertThat(mistakes())
                .containsExactly(
                        "README.md:1: there is no docs/gone.md",
                        "README.md:1: there is no p.png",
                        "README.md:1: no heading has the anchor of #nowhere",
                        "README.md:1: there is no ../x.md");
    }

    @Test
    @DisplayName("have well-formed addresses of other sites, and links in code are none")
    void external() throws IOException {
        put(
                "docs/a.md",
                "[a](https://aws.amazon.com/sns/) <mailto:a@b.c> [b](https:///x)\n\n```\n[c](gone.md)\n```\n`[d](gone.md)`\n");

        assertThat(mistakes()).containsExactly("docs/a.md:1: the address names no host: https:///x");
    }

    @Test
    @DisplayName("name files of the repository that exist")
    void paths() throws IOException {
        put(
                "docs/a.md",
                "`solution/Bus.java` `solution/Gone.java` `tools/course/steps/step-N.yaml` `solution/target/x`\n"
                        + "`step-5-alarm/pom.xml`\n");

        assertThat(mistakes())
                .containsExactly(
                        "docs/a.md:1: there is no solution/Gone.java", "docs/a.md:2: there is no step-5-alarm/pom.xml");
    }

    @Test
    @DisplayName(
            "name classes, methods and properties that the code has: a step's folder and a manifest may have old ones")
    void names() throws IOException {
        put("solution/src/Client.java", "void sendOneCall() {}");
        put("step-2-bus/Client.java", "void sendOnce() {}");
        put("tools/course/steps/step-2.yaml", "expect: sendOnce");
        put("docs/a.md", "`send` calls\n`Client.sendOneCall()`, not\n`Client.sendOnce()`\n");

        assertThat(mistakes())
                .containsExactly("docs/a.md:3: no code has the name sendOnce; one of AWS's belongs into"
                        + " MarkdownPages.OTHERS");
    }

    @Test
    @DisplayName("name commands that exist, also in blocks")
    void commands() throws IOException {
        put("docs/a.md", "Run `./workshop demo 1`.\n\n```sh\n./workshop dmeo\n```\n");

        assertThat(mistakes()).containsExactly("docs/a.md:4: there is no command ./workshop dmeo; there are [demo]");
    }

    @Test
    @DisplayName("calculate right")
    void computed() throws IOException {
        put("docs/a.md", """
                <!-- computed -->
                | what | quantity | price | cost |
                |---|---|---|---|
                | a | 3 | 3.50 | 10.50 |
                | b | 9 | 0.625 | 5.62 |
                | c | many | 1 | 1.00 |
                | **all** | | | **16.12** |
                """);

        assertThat(mistakes())
                .containsExactly(
                        "docs/a.md:5: the cost is 5.63, not 5.62",
                        "docs/a.md:6: the last three columns are no numbers: | c | many | 1 | 1.00 |",
                        "docs/a.md:7: the cost is 16.13, not 16.12");
    }

    @Test
    @DisplayName("have a valid example for each event, and the schema that the solution's tests use")
    void examples() throws IOException {
        String schema = "{\"type\": \"object\", \"required\": [\"data\"]}";
        put("docs/events/A.schema.json", schema);
        put("docs/events/B.schema.json", schema);
        put("docs/events/C.schema.json", schema);
        put("docs/events/A.example.json", "{\"detail-type\": \"A\", \"detail\": {\"data\": 1}}");
        put("docs/events/B.example.json", "{\"detail-type\": \"b\", \"detail\": {}}");
        put("solution/src/test/resources/A.schema.json", schema);
        put("solution/src/test/resources/B.schema.json", schema + " ");

        assertThat(mistakes())
                .hasSize(5)
                .anyMatch(mistake -> mistake.equals("docs/events/B.example.json:1: its detail-type is not B"))
                .anyMatch(
                        mistake -> mistake.startsWith("docs/events/B.example.json:1: its detail is against the schema"))
                .anyMatch(
                        mistake -> mistake.startsWith("docs/events/B.schema.json:1: it differs from solution/src/test"))
                .anyMatch(
                        mistake -> mistake.equals("docs/events/C.schema.json:1: there is no C.example.json beside it"))
                .anyMatch(mistake -> mistake.startsWith("docs/events/C.schema.json:1: solution/src has no copy"));
    }

    private List<String> mistakes() throws IOException {
        return pages().check().stream().map(Mistake::toString).toList();
    }

    private MarkdownPages pages() throws IOException {
        return new MarkdownPages(root, Set.of("demo"), Map.of());
    }

    private void put(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
