package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.manifest.TodoId;

class ResetStepTest {
    private static final String LAMP = "step-1-light/src/main/java/lamp/Lamp.java";
    private static final String OWN = "step-1-light/src/main/java/lamp/Own.java";
    private static final Map<String, String> SOMEBODY = Map.of(
            "GIT_AUTHOR_NAME",
            "Ada",
            "GIT_AUTHOR_EMAIL",
            "ada@example.com",
            "GIT_COMMITTER_NAME",
            "Ada",
            "GIT_COMMITTER_EMAIL",
            "ada@example.com");

    @TempDir
    private Path home;

    private Classroom classroom;
    private String fresh;

    @BeforeEach
    void enter() throws IOException {
        classroom = Classroom.in(home);
        fresh = classroom.text(LAMP);
    }

    @Test
    void makesTheStepAsItWasAndKeepsTheWorkOnABranch() throws IOException {
        commitAll();
        work();
        String said = classroom.says(ResetStep::new, "1");

        assertThat(classroom.text(LAMP)).isEqualTo(fresh);
        assertThat(home.resolve(OWN)).doesNotExist();
        String branch = found("on the branch (kept/step-1-light-[0-9-]+)\\.", said);
        assertThat(git("show", branch + ":" + LAMP)).contains("history.add(\"my work\")");
        assertThat(git("show", branch + ":" + OWN)).isEqualTo("class Own {}");
    }

    @Test
    void bringsTheWorkBackAsItSays() throws IOException {
        commitAll();
        work();
        String back = found("To get it back: git (\\S+ \\S+ \\S+) ", classroom.says(ResetStep::new, "1"));
        git(back.split(" "));

        assertThat(classroom.text(LAMP)).contains("history.add(\"my work\")");
        assertThat(classroom.text(OWN)).isEqualTo("class Own {}");
    }

    @Test
    void progressKnowsWhatWasDoneOnceTheWorkIsBack() throws IOException {
        commitAll();
        work();
        classroom.tested("1", "1.2");
        classroom.at("step-1-light/src");
        String back = found("To get it back: git (\\S+ \\S+ \\S+) ", classroom.says(ResetStep::new));
        assertThat(back).endsWith(" ..");
        assertThat(classroom.says(ShowProgress::new)).contains("step 1 ░░ 0/2");

        Backup.git(home.resolve("step-1-light/src"), SOMEBODY, back.split(" "));
        assertThat(classroom.says(ShowProgress::new)).contains("step 1 ▓░ 1/2");

        classroom.edit(LAMP, "my work", "other work");
        assertThat(classroom.says(ShowProgress::new)).contains("step 1 ░░ 0/2");
    }

    @Test
    void leavesTheRestOfTheRepositoryAlone() throws IOException {
        commitAll();
        String head = git("rev-parse", "HEAD");
        classroom.edit("docs/step-1-light.md", "lamp", "LAMP");
        git("add", "docs");
        work();
        classroom.says(ResetStep::new, "1");

        assertThat(git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(git("status", "--porcelain")).isEqualTo("M  docs/step-1-light.md");
    }

    @Test
    void isFreshEvenIfTheWorkWasCommitted() throws IOException {
        commitAll();
        work();
        commitAll();
        classroom.says(ResetStep::new, "1");
        assertThat(classroom.text(LAMP)).isEqualTo(fresh);
    }

    @Test
    void keepsACopyWhereThereIsNoRepository() throws IOException {
        work();
        String copy = found("kept in (.*)\\.\n", classroom.says(ResetStep::new, "1"));
        assertThat(classroom.text(LAMP)).isEqualTo(fresh);
        assertThat(Path.of(copy)).startsWith(home.resolve(".workshop/kept"));
        assertThat(Path.of(copy, "src/main/java/lamp/Lamp.java")).content().contains("history.add(\"my work\")");
        assertThat(Path.of(copy, "src/main/java/lamp/Own.java")).exists();
    }

    @Test
    void keepsACopyWhereNothingWasEverCommitted() throws IOException {
        git("init");
        work();
        assertThat(classroom.says(ResetStep::new, "1")).contains("kept in ");
    }

    @Test
    void keepsEachOfSeveralCopies() throws IOException {
        for (int i = 0; i < 3; i++) {
            work();
            classroom.says(ResetStep::new, "1");
        }
        try (var kept = Files.list(home.resolve(".workshop/kept"))) {
            assertThat(kept).hasSize(3);
        }
    }

    @Test
    void leavesWhatGitIgnores() throws IOException {
        Path built =
                Files.createDirectories(home.resolve("step-1-light/target")).resolve("built");
        Files.writeString(built, "built");
        work();
        classroom.says(ResetStep::new, "1");
        assertThat(built).exists();
    }

    @Test
    void keepsNothingWhereNothingWasWritten() {
        assertThat(classroom.says(ResetStep::new, "1")).isEqualTo("step-1-light is as it was in the beginning.\n");
        assertThat(home.resolve(".workshop/kept")).doesNotExist();
    }

    @Test
    void bringsBackAFolderThatIsGone() throws IOException {
        try (var files = Files.walk(home.resolve("step-1-light"))) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
        assertThat(classroom.says(ResetStep::new, "1")).doesNotContain("kept");
        assertThat(classroom.text(LAMP)).isEqualTo(fresh);
    }

    @Test
    void beginsAnewWithTestsAndHintsOfThisStepOnly() {
        classroom.tested("1", "1.1");
        classroom.tested("2", "2.1");
        classroom.says(ShowHint::new, "1.2");
        classroom.says(ShowHint::new, "2.2");
        classroom.says(ResetStep::new, "1");

        assertThat(classroom.progress().done()).containsExactly(TodoId.of("2.1"));
        assertThat(classroom.progress().hints()).containsOnlyKeys(TodoId.of("2.2"));
    }

    @Test
    void wantsToKnowWhichStep() {
        assertThat(classroom.refuses(ResetStep::new)).contains("You are in no step's folder");
        assertThat(classroom.refuses(ResetStepTest::catchUp)).contains("You are in no step's folder");
        assertThat(classroom.refuses(ResetStep::new, "5")).contains("no step 5");
    }

    @Test
    void takesTheStepInWhoseFolderThePersonIs() throws IOException {
        work();
        assertThat(classroom.at("step-1-light/src").says(ResetStep::new)).startsWith("step-1-light is as it was");
        assertThat(classroom.text(LAMP)).isEqualTo(fresh);
        assertThat(classroom.at("step-2-dimmer").says(ResetStepTest::catchUp))
                .startsWith("You are at the beginning of step-2");
    }

    @Test
    void takesANumberAShortNameAndAFolder() {
        for (String named : List.of("1", "step-1", "step-1-light", "step-1-light/", "./step-1-light")) {
            assertThat(classroom.says(ResetStep::new, named)).startsWith("step-1-light is as it was");
        }
        assertThat(classroom.at("step-1-light").says(ResetStep::new, "../step-2-dimmer"))
                .startsWith("step-2-dimmer is as it was");
        assertThat(classroom.at("step-1-light").says(ShowHint::new, ".")).startsWith("1.1 ");
        assertThat(classroom.refuses(ResetStep::new, "step-5")).contains("no step step-5");
    }

    @Test
    void catchingUpTellsWhereOneIsAndWhatIsLeftOpen() throws IOException {
        work();
        String said = classroom.says(ResetStepTest::catchUp, "2");
        assertThat(said)
                .startsWith("You are at the beginning of step-2-dimmer;")
                .contains("Not finished: step 1 ░░ 0/2, its answers: ./workshop diff 1")
                .contains("2.1 No brighter than 100", "./workshop test 2")
                .doesNotContain("kept");
        assertThat(classroom.text(LAMP)).as("other folders stay").contains("my work");
        assertThat(classroom.progress().step()).isEqualTo(2);
    }

    @Test
    void theFirstStepHasNoAnswersOfStepsBeforeIt() {
        assertThat(classroom.says(ResetStepTest::catchUp, "1"))
                .startsWith("You are at the beginning of step-1-light.\n");
    }

    @Test
    void catchingUpKeepsWhatIsThereAlready() throws IOException {
        String dimmer = "step-2-dimmer/src/main/java/lamp/Dimmer.java";
        String before = classroom.text(dimmer);
        classroom.edit(dimmer, "0 to 100", "0 to 100, I think");
        assertThat(classroom.says(ResetStepTest::catchUp, "2")).contains("kept in ");
        assertThat(classroom.text(dimmer)).isEqualTo(before);
    }

    @Test
    void asksBeforeItGoesBackInAStepThatIsDone() throws IOException {
        work();
        classroom.tested("1", "1.1", "1.2");
        List<String> asked = new ArrayList<>();
        classroom.says(at -> new CatchUp(at, question -> !asked.add(question)), "1");
        assertThat(asked).containsExactly("You have done all of step 1. Go back to its beginning?");
        assertThat(classroom.exit()).isEqualTo(1);
        assertThat(classroom.text(LAMP)).contains("my work");

        classroom.says(at -> new CatchUp(at, question -> !asked.add(question)), "1", "--yes");
        assertThat(asked).hasSize(1);
        assertThat(classroom.text(LAMP)).isEqualTo(fresh);
    }

    /** Nobody is asked. */
    private static CatchUp catchUp(Workspace workspace) {
        return new CatchUp(workspace, question -> {
            throw new AssertionError(question);
        });
    }

    private void work() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "history.add(\"my work\"); // ");
        Files.writeString(home.resolve(OWN), "class Own {}");
    }

    private void commitAll() {
        git("init");
        git("add", "--all");
        git("commit", "-m", "as it is");
    }

    private String git(String... words) {
        return Backup.git(home, SOMEBODY, words)
                .orElseThrow(() -> new AssertionError("git failed: " + String.join(" ", words)));
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in:%n%s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
