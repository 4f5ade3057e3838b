package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.manifest.TodoId;

class ShowProgressTest {
    private Classroom classroom;

    @BeforeEach
    void enter(@TempDir Path home) throws IOException {
        classroom = Classroom.in(home);
    }

    @Test
    void startsAtTheBeginning() {
        assertThat(classroom.says(ShowProgress::new))
                .startsWith("step 1 ░░ 0/2  Light\nstep 2 ░░ 0/2  Dimmer\n")
                .contains("1.1 Remember that it was turned on");
    }

    @Test
    void showsWhatTheTestsSaid() {
        classroom.tested("1", "1.1");
        assertThat(classroom.says(ShowProgress::new))
                .startsWith("step 1 ▓░ 1/2  Light\n")
                .contains("1.2 What was done last counts");
    }

    @Test
    void goesOnWithTheStepThatThePersonIsAt() {
        classroom.tested("2");
        assertThat(classroom.says(ShowProgress::new)).contains("\n2.1 ");
    }

    @Test
    void goesOnWithTheStepInWhoseFolderThePersonIs() {
        classroom.tested("2");
        assertThat(classroom.at("step-1-light").says(ShowProgress::new)).contains("\n1.1 ");
    }

    @Test
    void goesBackToWhatWasLeftOut() {
        classroom.tested("2", "2.1", "2.2");
        assertThat(classroom.says(ShowProgress::new)).contains("\n1.1 ").doesNotContain("All done");
    }

    @Test
    void saysSoWhenAllIsDone() {
        classroom.tested("1", "1.1", "1.2");
        classroom.tested("2", "2.1", "2.2");
        assertThat(classroom.says(ShowProgress::new)).contains("All done", "./workshop demo 2");
    }

    @Test
    void whatIsNoLongerGreenIsNoLongerDone() {
        classroom.tested("1", "1.1", "1.2");
        classroom.tested("1", "1.2");
        assertThat(classroom.says(ShowProgress::new)).startsWith("step 1 ▓░ 1/2");
    }

    @Test
    void saysWhatToDoAboutAFileThatMakesNoSense() throws IOException {
        classroom.tested("1", "1.1");
        Files.writeString(classroom.home().resolve(Progress.FILE), "done: one");
        assertThat(classroom.refuses(ShowProgress::new)).contains(Progress.FILE.substring(10), "Delete it");
    }

    @Test
    void readsAFileThatKnowsNoCodeYet() throws IOException {
        classroom.tested("1", "1.1");
        Path file = classroom.home().resolve(Progress.FILE);
        Files.writeString(file, Files.readString(file).replaceFirst("\"code\":\\{[^}]*},", ""));
        assertThat(Files.readString(file)).doesNotContain("code");
        assertThat(classroom.progress().done()).containsExactly(TodoId.of("1.1"));
    }
}
