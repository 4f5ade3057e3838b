package workshop.course.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The guides of this repository")
class RepositoryDocsTest {
    private static final Path ROOT = Path.of("..", "..");

    /** What the guides tell of and the repository does not have yet; a line goes when its part is there. */
    private static final Pattern PENDING = Pattern.compile(String.join(
            "|",
            "there is no command \\./workshop (test|hint|diff|progress|reset|catch-up|deploy|destroy|warm|redrive"
                    + "|bench|chaos);",
            "there is no \\.devcontainer/",
            "there is no \\.\\./step-[1-4]-",
            "no manifest has a TODO \\d\\.\\d; there are \\[\\]"));

    @Test
    @DisplayName("say what is so: code, hints, links, paths, commands, figures, schemas")
    void sayWhatIsSo() throws IOException {
        Handbook handbook = Docs.of(ROOT);

        assertThat(handbook.size()).as("pages").isPositive();
        assertThat(handbook.check())
                .as("Mend the page; what it shows of the repository is written by" + " ./workshop docs")
                .filteredOn(finding -> !PENDING.matcher(finding.what()).find())
                .isEmpty();
    }
}
