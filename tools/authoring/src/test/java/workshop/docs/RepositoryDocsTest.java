package workshop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The guides of this repository")
class RepositoryDocsTest {
    private static final Path ROOT = Path.of("..", "..");

    @Test
    @DisplayName("say what is so: code, hints, links, paths, commands, figures, schemas")
    void sayWhatIsSo() {
        MarkdownPages pages = MarkdownPages.of(ROOT);

        assertThat(pages.pages()).isNotEmpty();
        assertThat(pages.check())
                .as("Fix the page; what it shows of the repository is written by ./workshop docs")
                .isEmpty();
    }
}
