package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import workshop.terminal.PlainCommand;
import workshop.terminal.Terminal;

class ShowDifferenceTest {
    private Classroom classroom;

    @BeforeEach
    void enter(@TempDir Path home) throws IOException {
        classroom = Classroom.in(home);
    }

    @Test
    void showsThePlainCommandAndWhatComesNext() {
        assertThat(classroom.says(ShowDifference::new, "1"))
                .contains("git diff --no-index", " step-1-light/src/main step-2-dimmer/src/main")
                .contains("-        // TODO 1.1 Remember that it was turned on", "+        history.add(\"on\");")
                .contains("+++ b/step-2-dimmer/src/main/java/lamp/Dimmer.java")
                .contains("+    <dimmer>true</dimmer>");
    }

    @Test
    void beginsWithHowMuchThereIsInEachLayerAndEndsWithThePom() {
        String said = classroom.says(ShowDifference::new, "1");
        assertThat(said)
                .startsWith(
                        "From step-1-light to step-2-dimmer\n"
                                + "It shows the answers, also those of the TODOs that are still open: 1.1, 1.2\n  the root package ")
                .containsPattern(
                        "\\n  pom.xml +1 file +\\+\\d+ -\\d+\\n  tests +\\d files? +\\+\\d+ -\\d+, \\d+ new in step-2-dimmer\\n"
                                + "  See the tests: \\./workshop diff 1 --tests\\n\\n")
                .doesNotContain("src/test/");
        assertThat(said.indexOf("+++ b/step-2-dimmer/src/main"))
                .isLessThan(said.indexOf("+++ b/step-2-dimmer/pom.xml"));
    }

    @Test
    void countsTheSameFromAFolderOfTheStep() {
        String atTheTop = classroom.says(ShowDifference::new, "1").split("\\R\\R")[0];
        String there = classroom.at("step-1-light").says(ShowDifference::new).split("\\R\\R")[0];
        assertThat(there).isEqualTo(atTheTop.replace("./workshop", "../workshop"));
    }

    @Test
    void showsTheTestsOnRequest() {
        assertThat(classroom.says(ShowDifference::new, "1", "--tests"))
                .contains("+++ b/step-2-dimmer/src/test/")
                .doesNotContain("+++ b/step-2-dimmer/src/main/");
    }

    @Test
    void comparesTheLastStepToTheSolutionWithoutItsMarkers() throws IOException {
        assertThat(classroom.says(ShowDifference::new, "2"))
                .contains("step-2-dimmer/src/main solution/src/main", "-        // TODO 2.2")
                .doesNotContain("<artifactId>solution");
    }

    @Test
    void opensInTheToolWhatBothHaveAndListsWhatIsNew() {
        ShowDifference difference = new ShowDifference(
                new Workspace(classroom.home(), classroom.home(), new Terminal(System.out, System.err, false, "")));
        new CommandLine(difference).parseArgs("1", "--tool");
        assertThat(difference.commands())
                .extracting(PlainCommand::typed)
                .satisfiesExactly(
                        both -> assertThat(both)
                                .startsWith("git difftool --diff-filter=M --no-index")
                                .endsWith(" step-1-light/src/main step-2-dimmer/src/main"),
                        added -> assertThat(added).startsWith("git diff --diff-filter=A --name-status"),
                        pom -> assertThat(pom).startsWith("git difftool").endsWith("step-2-dimmer/pom.xml"),
                        added -> assertThat(added).startsWith("git diff --diff-filter=A --name-status"));
    }

    @Test
    void takesTheStepWhereThePersonIs() {
        assertThat(classroom.at("step-2-dimmer/src").says(ShowDifference::new))
                .contains("main ../../solution/src/main");
    }

    @Test
    void refusesAStepThatIsNotThere() {
        assertThat(classroom.refuses(ShowDifference::new, "9")).contains("no step 9", "1 to 2");
    }
}
