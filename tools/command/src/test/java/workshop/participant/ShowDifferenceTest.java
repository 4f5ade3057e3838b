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
    void opensInTheToolWhatBothHaveAndListsWhatIsNew() {
        ShowDifference difference =
                new ShowDifference(new Workspace(home, home, new Terminal(System.out, System.err, false)));
        new CommandLine(difference).parseArgs("1", "--tool");
        assertThat(difference.commands())
                .extracting(PlainCommand::typed)
                .satisfiesExactly(
                        pom -> assertThat(pom)
                                .startsWith("git difftool --diff-filter=M --no-index")
                                .endsWith(" step-1-light/pom.xml step-2-dimmer/pom.xml"),
                        both -> assertThat(both)
                                .startsWith("git difftool --diff-filter=M")
                                .endsWith(" step-1-light/src step-2-dimmer/src"),
                        added -> assertThat(added).startsWith("git diff --diff-filter=A --name-status"));
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
