package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.terminal.Question;

class ShowAnswerTest {
    private static final Function<Workspace, Callable<Integer>> SAYING_YES =
            workspace -> new ShowAnswer(workspace, q -> true);
    private static final Function<Workspace, Callable<Integer>> SAYING_NO =
            workspace -> new ShowAnswer(workspace, q -> false);
    private static final Function<Workspace, Callable<Integer>> NOBODY_THERE =
            workspace -> new ShowAnswer(workspace, Question.onConsole());

    private Classroom classroom;

    @BeforeEach
    void enter(@TempDir Path home) throws IOException {
        classroom = Classroom.in(home);
    }

    @Test
    void sendsToTheHintsFirst() {
        classroom.says(ShowHint::new, "1.1");
        assertThat(classroom.refuses(SAYING_YES, "1.1", "--yes"))
                .contains("2 more hints on 1.1", "./workshop hint 1.1")
                .doesNotContain("history.add");
    }

    @Test
    void showsWhatTheSolutionHas() {
        seeAllHints("1.1");
        assertThat(classroom.says(SAYING_YES, "1.1"))
                .contains("1.1 Remember that it was turned on", "    history.add(\"on\");")
                .doesNotContain("import", "region");
    }

    @Test
    void showsEachChangeOfAnExtra() {
        seeAllHints("1.E1");
        assertThat(classroom.says(SAYING_YES, "1", "--extra"))
                .contains("In `src/main/java/lamp/Lamp.java`, in place of `return history;`:")
                .contains(
                        "    return List.copyOf(new LinkedHashSet<>(history));", "    import java.util.LinkedHashSet;")
                .contains("A new file, `src/main/java/lamp/Switch.java`:", "    final class Switch {");
    }

    @Test
    void namesTheImportsThatAreMissing() throws IOException {
        classroom.edit("step-1-light/src/main/java/lamp/Lamp.java", "import java.util.ArrayList;\n", "");
        seeAllHints("1.1");
        assertThat(classroom.says(SAYING_YES, "1.1"))
                .contains("    import java.util.ArrayList;")
                .doesNotContain("import java.util.List;");
    }

    @Test
    void showsNothingToThoseWhoSayNo() {
        seeAllHints("1.1");
        assertThat(classroom.says(SAYING_NO, "1.1")).isEmpty();
    }

    @Test
    void saysHowToSayYesWhereNobodyCanBeAsked() {
        seeAllHints("1.1");
        assertThat(classroom.refuses(NOBODY_THERE, "1.1")).contains("Show the answer of 1.1?", "--yes");
        assertThat(classroom.says(NOBODY_THERE, "1.1", "--yes")).contains("history.add(\"on\");");
    }

    @Test
    void showsTheNextTodosWhereNoneIsNamed() {
        assertThat(classroom.refuses(SAYING_YES)).contains("3 more hints on 1.1");
        seeAllHints("1.1");
        assertThat(classroom.says(SAYING_YES)).contains("1.1 Remember that it was turned on");
    }

    private void seeAllHints(String todo) {
        for (int i = 0; i < 3; i++) {
            classroom.says(ShowHint::new, todo);
        }
    }
}
