package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowHintTest {
    private static final String LAMP = "step-1-light/src/main/java/lamp/Lamp.java";

    private Classroom classroom;

    @BeforeEach
    void enter(@TempDir Path home) throws IOException {
        classroom = Classroom.in(home);
    }

    @Test
    void goesOneHintFurtherEachTime() {
        assertThat(classroom.says(ShowHint::new, "1.1"))
                .contains("1.1 Remember that it was turned on", "Hint 1 of 3", "The lamp has a list.")
                .contains("More: ./workshop hint 1.1")
                .doesNotContain("Hint 2 of 3");
        assertThat(classroom.says(ShowHint::new, "1.1"))
                .contains("The lamp has a list.", "Hint 2 of 3", "Lists have add.");
        assertThat(classroom.says(ShowHint::new, "1.1"))
                .contains("Hint 3 of 3", "history.add(…)", "./workshop answer 1.1");
        assertThat(classroom.says(ShowHint::new, "1.1")).contains("Hint 3 of 3", "./workshop answer 1.1");
    }

    @Test
    void countsForEachTodoOfItsOwn() {
        classroom.says(ShowHint::new, "1.1");
        assertThat(classroom.says(ShowHint::new, "1.2")).contains("Hint 1 of 3").doesNotContain("Hint 2 of 3");
    }

    @Test
    void namesFileAndLineAsSeenFromWhereThePersonIs() {
        assertThat(classroom.says(ShowHint::new, "1.1").replace('\\', '/')).contains(LAMP + ":12\n");
        assertThat(classroom.at("step-1-light/src").says(ShowHint::new, "1.1").replace('\\', '/'))
                .contains("\nmain/java/lamp/Lamp.java:12\n");
    }

    @Test
    void namesTheLineOfTheCodeOnceItsCommentIsGone() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "// done 1.1");
        assertThat(classroom.says(ShowHint::new, "1.1").replace('\\', '/')).contains(LAMP + ":12\n");
    }

    @Test
    void takesTheNextTodoThatIsNotDone() {
        classroom.tested("1", "1.1");
        assertThat(classroom.says(ShowHint::new)).startsWith("1.2 What was done last counts");
        assertThat(classroom.says(ShowHint::new, "1.1")).contains("\nIt was done when it was tested last.\n");
    }

    @Test
    void isAboutAnExtraOnRequest() {
        assertThat(classroom.says(ShowHint::new, "1", "--extra"))
                .contains("1.E1 What was done twice is said once", "Lamp.java:", "Sets have everything once.")
                .contains("More: ./workshop hint 1.E1");
        assertThat(classroom.says(ShowHint::new, "1.e1")).contains("Hint 2 of 3");
        assertThat(classroom.refuses(ShowHint::new, "1.E2")).contains("no TODO 1.E2", "1.E1");
    }

    @Test
    void takesTheStepInWhoseFolderThePersonIs() {
        assertThat(classroom.at("step-2-dimmer/src/main").says(ShowHint::new)).startsWith("2.1 ");
    }

    @Test
    void takesTheNextTodoOfAStepThatIsNamed() {
        assertThat(classroom.says(ShowHint::new, "2")).startsWith("2.1 ");
        assertThat(classroom.says(ShowHint::new, "step-2-dimmer/")).startsWith("2.1 ");
    }

    @Test
    void saysSoWhenAStepIsDone() {
        classroom.tested("1", "1.1", "1.2");
        assertThat(classroom.refuses(ShowHint::new, "1")).contains("Step 1 is done", "./workshop test 1");
    }

    @Test
    void refusesWhatIsNoTodo() {
        assertThat(classroom.refuses(ShowHint::new, "1.7")).contains("no TODO 1.7", "1.1 to 1.2");
        assertThat(classroom.refuses(ShowHint::new, "7.1")).contains("no step 7", "1 to 2");
        assertThat(classroom.refuses(ShowHint::new, "2.x")).contains("2.x is not the number of a TODO", "2.3");
        assertThat(classroom.refuses(ShowHint::new, "two")).contains("no step two");
    }

    @Test
    void saysHowToGetAFileBackThatIsGone() throws IOException {
        Files.delete(classroom.home().resolve(LAMP));
        assertThat(classroom.refuses(ShowHint::new, "1.1")).contains("Lamp.java", "./workshop reset 1");
    }
}
