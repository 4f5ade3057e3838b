package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowDifferenceTest {
    @TempDir
    private Path home;

    private Classroom classroom;

    @BeforeEach
    void enter() throws IOException {
        classroom = Classroom.in(home);
    }

    @Test
    void showsThePlainCommandAndWhatComesNext() {
        assertThat(classroom.says(ShowDifference::new, "1"))
                .contains("git diff --no-index", " step-1-light/src step-2-dimmer/src")
                .contains("-        // TODO 1.1 Remember that it was turned on", "+        history.add(\"on\");")
                .contains("+++ b/step-2-dimmer/src/main/java/lamp/Dimmer.java")
                .contains("+    <dimmer>true</dimmer>");
    }

    @Test
    void comparesTheLastStepToTheSolutionWithoutItsMarkers() throws IOException {
        assertThat(classroom.says(ShowDifference::new, "2"))
                .contains("step-2-dimmer/src solution/src", "-        // TODO 2.2")
                .doesNotContain("<artifactId>solution");
    }

    @Test
    void takesTheStepWhereThePersonIs() {
        assertThat(classroom.at("step-2-dimmer/src").says(ShowDifference::new))
                .contains("step-2-dimmer/src solution/src");
    }

    @Test
    void refusesAStepThatIsNotThere() {
        assertThat(classroom.refuses(ShowDifference::new, "9")).contains("no step 9", "1 to 2");
    }
}
