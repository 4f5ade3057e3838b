package workshop.docs;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.course.FileTree;
import workshop.course.TextFile;
import workshop.course.manifest.Manifests;
import workshop.course.manifest.Step;

@DisplayName("What this repository says in several places is the same in all of them")
class RepeatedTextTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern MEMBER = Pattern.compile("(?<![\\w.])([A-Z]\\w+)\\.([a-z]\\w*)");
    private static final Pattern TODO = Pattern.compile("(?:\\b(?:TODO|see) |\"(?=[.\\w]+\"))(\\d\\.E?\\d+)");
    private static final Pattern QUOTE = Pattern.compile("TODO \\d\\.E?\\d+: expected: ([^…]+)\\.");
    private static final Pattern VERSION = Pattern.compile(
            "<artifactId>([\\w.-]+)</artifactId>\\s*<version>([^<$]+)</version>|<([\\w.]+\\.version)>([^<]+)</");

    private static final List<Step> STEPS = Manifests.steps(ROOT);
    private static final Set<String> TODOS = Sources.sections(ROOT).keySet();
    private static final Map<String, Set<String>> CLASSES = files("solution/src", ".java")
            .collect(toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    file -> words(text(file)),
                    (one, other) -> one));
    private static final String MESSAGES = Stream.of("solution/src/test", "tools/course/extras")
            .flatMap(folder -> files(folder, ".java"))
            .map(file -> text(file).replaceAll("\"\\s*\\+\\s*\"", ""))
            .reduce("", String::concat);

    @Test
    @DisplayName("a method of a class: guides, hints, answers, messages and comments say none that it hasn't")
    void members() {
        assertThat(wrong(texts(), RepeatedTextTest::unknownMembers)).isEmpty();
    }

    @Test
    @DisplayName("a TODO: guides, hints, messages and comments refer to none that no manifest has")
    void todos() {
        assertThat(wrong(texts(), RepeatedTextTest::unknownTodos)).isEmpty();
    }

    @Test
    @DisplayName("a message that a guide quotes: a test has each part of it")
    void messages() {
        assertThat(wrong(files("docs", ".md"), RepeatedTextTest::unknownMessages))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    its ARN (TodoStack.outputs)                             | TodoStack.outputs
                    new Lesson("3.9")                                       | 3.9
                    // which is for TODO 2.0 to say                         | 2.0
                    in words, see 4.E9                                      | 4.E9
                    TODO 1.1: expected: the table has a stream of its ears. | the table has a stream of its ears
                    """)
    void whatIsNoLongerThereIsFound(String line, String found) {
        assertThat(Stream.of(unknownMembers(line), unknownTodos(line), unknownMessages(line))
                        .flatMap(List::stream))
                .containsExactly(found);
    }

    @Test
    @DisplayName("a step: README.md, the guides' list, the profile of the IDE, Lesson and the pictures' tests name it")
    void steps() {
        for (Step step : STEPS) {
            for (String file : List.of(
                    "README.md",
                    "pom.xml",
                    "solution/src/test/java/todo/testing/Lesson.java",
                    "tools/console-tests/src/test/java/workshop/console/PicturesTest.java",
                    "tools/console-tests/src/test/java/workshop/console/StepPicturesTest.java")) {
                assertThat(text(ROOT.resolve(file))).as(file).contains(step.folder());
            }
        }
    }

    @Test
    @DisplayName("a step's minutes: those of its manifest are in its guide and in the guides' list")
    void minutes() {
        for (Step step : STEPS) {
            assertThat(text(ROOT.resolve(step.page())))
                    .as(step.page())
                    .contains("**Time:** " + step.minutes() + " minutes. **Folder:** `" + step.folder() + "`");
            assertThat(text(ROOT.resolve("docs/README.md")).lines())
                    .as("docs/README.md")
                    .anyMatch(row ->
                            row.contains("(" + step.folder() + ".md)") && row.endsWith("| " + step.minutes() + " |"));
        }
    }

    @Test
    @DisplayName("a library's version: the poms of solution/ and of tools/ have the same")
    void versions() {
        Map<String, String> versions = versions(ROOT.resolve("solution/pom.xml"));
        files("tools", "pom.xml")
                .forEach(pom -> assertThat(versions(pom))
                        .as(pom + ": raise a version in solution/pom.xml and here, too")
                        .allSatisfy((library, version) ->
                                assertThat(version).as(library).isEqualTo(versions.getOrDefault(library, version))));
    }

    private static Map<String, String> versions(Path pom) {
        Map<String, String> versions = new TreeMap<>();
        VERSION.matcher(text(pom)).results().forEach(found -> {
            int library = found.group(1) == null ? 3 : 1;
            versions.put(found.group(library), found.group(library + 1));
        });
        return versions;
    }

    private static List<String> unknownMembers(String line) {
        return MEMBER.matcher(line)
                .results()
                .filter(found -> CLASSES.containsKey(found.group(1)))
                .filter(found -> !CLASSES.get(found.group(1)).contains(found.group(2)))
                .map(found -> found.group())
                .filter(name -> !name.matches(".*\\.(java|class)"))
                .toList();
    }

    private static List<String> unknownTodos(String line) {
        return TODO.matcher(line)
                .results()
                .map(found -> found.group(1))
                .filter(id -> !TODOS.contains(id))
                .toList();
    }

    private static List<String> unknownMessages(String line) {
        Matcher quote = QUOTE.matcher(line);
        return !quote.find()
                ? List.of()
                : Arrays.stream(quote.group(1).split("[,:] "))
                        .filter(part -> !MESSAGES.contains(part))
                        .toList();
    }

    /** Where something is wrong, and what. */
    private static List<String> wrong(Stream<Path> files, Function<String, List<String>> check) {
        return files.flatMap(file -> text(file)
                        .lines()
                        .flatMap(line -> check.apply(line).stream())
                        .map(found -> ROOT.relativize(file) + ": " + found))
                .toList();
    }

    private static Stream<Path> texts() {
        return Stream.of(
                        files("docs", ".md"),
                        files("solution/src", ".java"),
                        files("tools/course/steps", ".yaml"),
                        files("tools/course/extras", ".yaml"),
                        files("tools/course/extras", ".java"))
                .flatMap(files -> files);
    }

    private static Stream<Path> files(String folder, String ending) {
        return new FileTree(ROOT.resolve(folder))
                .files(ending).stream().filter(file -> !file.toString().contains("target"));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split("\\W+")).collect(toSet());
    }

    private static String text(Path file) {
        return new TextFile(file).read();
    }
}
