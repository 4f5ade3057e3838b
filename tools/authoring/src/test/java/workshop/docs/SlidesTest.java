package workshop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The instructor's slides, which show the pictures of the guides. */
class SlidesTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Pattern PICTURE = Pattern.compile("```picture\n(\\S+)(?: (\\d+))?\n```");
    private static final Pattern MERMAID = Pattern.compile("(?m)^```mermaid$");

    private final String deck = read(DOCS.resolve("slides/slides.md"));

    @Test
    void every_picture_of_the_slides_is_in_the_page_that_they_name() {
        Matcher pictures = PICTURE.matcher(deck);
        int found = 0;
        while (pictures.find()) {
            long wanted = pictures.group(2) == null ? 1 : Long.parseLong(pictures.group(2));
            assertThat(MERMAID.matcher(read(DOCS.resolve(pictures.group(1)))).results())
                    .as("pictures in docs/" + pictures.group(1))
                    .hasSizeGreaterThanOrEqualTo((int) wanted);
            found++;
        }
        assertThat(found).as("pictures in docs/slides/slides.md").isGreaterThan(4);
    }

    @Test
    void there_are_at_most_25_slides_in_four_parts() {
        String slides = deck.substring(deck.indexOf("\n---\n", 4) + 5);
        assertThat(slides.split("\n---\n")).hasSizeBetween(20, 25);
        assertThat(Pattern.compile("(?m)^# [1-4] · ").matcher(slides).results()).hasSize(4);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("Can't read " + file, e);
        }
    }
}
