package workshop.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.FixtureCourse;

class GuidesTest {
    @TempDir
    private Path root;

    @Test
    void findsCodeThatIsNotTheSolutionsAndLinksThatLeadNowhere() throws IOException {
        FixtureCourse fixture = FixtureCourse.carvedIn(root);
        fixture.replace("docs/step-1-light.md", "history.add(\"on\");", "history.add(\"bright\");")
                .replace("docs/step-1-light.md", "step-2-dimmer.md#21", "step-2-dimmer.md#29");
        Report report = new Report(fixture.course().steps());

        new Guides(root, report).prove();

        assertThat(report.findings())
                .extracting(Finding::happened)
                .satisfiesExactly(
                        code -> assertThat(code)
                                .startsWith("docs/step-1-light.md:")
                                .contains("no longer what the repository has, which is \"history.add(\"on\");\""),
                        link -> assertThat(link)
                                .startsWith("docs/step-1-light.md:")
                                .contains("#29"));
    }
}
