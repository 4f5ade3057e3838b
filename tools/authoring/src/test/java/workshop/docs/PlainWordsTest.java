package workshop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that people read twice are kept out of guides, hints, messages, help texts and comments. */
class PlainWordsTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Map<Pattern, String> WORDS = Map.of(
            word("(is|are|was|were) told|tells|telling"), "says (a person, a page), publishes (an event)",
            word("Came:"), "Got:",
            word("ends well"), "succeeds",
            word("[Mm]end(s|ed|ing)?"), "fix",
            word("(has|have) to stand in"), "must be in",
            word("[Aa] mail"), "an email",
            word("behind (it|them|the first|a call|those|which)"), "after, for time and order");
    private static final Pattern READ = Pattern.compile(".*\\.(java|md|yaml|cmd)|.*/workshop");
    private static final Pattern GENERATED = Pattern.compile(".*/(target|node_modules|cdk\\.out|\\.workshop)/.*");

    private static Pattern word(String words) {
        return Pattern.compile("(?<![\\w-])(" + words + ")(?![\\w-])");
    }

    @Test
    void whatPeopleReadSaysItPlainly() throws IOException {
        List<String> found = new ArrayList<>();
        for (String place : List.of("README.md", "workshop", "workshop.cmd", "docs", "solution", "tools")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
                for (Path file : files.filter(PlainWordsTest::isRead).sorted().toList()) {
                    List<String> lines = Files.readAllLines(file);
                    for (int i = 0; i < lines.size(); i++) {
                        String where = ROOT.relativize(file) + ":" + (i + 1) + ": ";
                        odd(lines.get(i)).forEach(word -> found.add(where + word));
                    }
                }
            }
        }

        assertThat(found).as("Say it plainly; see docs/authoring.md").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a new item is told as TodoCreated", "Came: no bus", "Mend what it names.", "sends a mail"})
    void aWordThatIsReadTwiceIsFound(String line) {
        assertThat(odd(line)).hasSize(1);
    }

    private static List<String> odd(String line) {
        List<String> found = new ArrayList<>();
        WORDS.forEach((word, plain) -> {
            Matcher matcher = word.matcher(line);
            if (matcher.find()) {
                found.add("\"" + matcher.group() + "\" → " + plain);
            }
        });
        return found;
    }

    private static boolean isRead(Path file) {
        String path = "/" + file.toString().replace('\\', '/');
        return Files.isRegularFile(file)
                && READ.matcher(path).matches()
                && !GENERATED.matcher(path).matches()
                && !path.endsWith("/PlainWordsTest.java");
    }
}
