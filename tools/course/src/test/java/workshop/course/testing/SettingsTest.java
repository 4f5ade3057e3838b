package workshop.course.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.course.CourseException;

class SettingsTest {

    @Test
    void areWhatTheSolutionsPomSays() throws IOException {
        Settings settings = Settings.of(Files.readString(Path.of("../../solution/pom.xml")));

        assertThat(settings.release()).isEqualTo("17");
        assertThat(settings.compilerArguments()).containsExactly("-Xlint:all,-classfile", "-proc:none");
        assertThat(settings.environment())
                .containsEntry("CDK_VALIDATION", "false")
                .containsKey("EVENT_BUS_NAME");
        assertThat(settings.withoutEnvironment().environment()).isEmpty();
    }

    /** Surefire's and Failsafe's JVMs, as that of TestProcess: with the language of the machine, 75 of 177 tests failed in Arabic. */
    @ParameterizedTest
    @ValueSource(strings = {"solution", "tools"})
    void everyModulesTestsRunInEnglishAndUtf8(String module) throws IOException {
        assertThat(Files.readString(Path.of("../..", module, "pom.xml")))
                .contains("<argLine>-Duser.language=en -Duser.country=US -Dfile.encoding=UTF-8");
        assertThat(Locale.getDefault()).isEqualTo(Locale.US);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local-cloud", "conformance", "course", "command", "authoring", "console", "console-tests"})
    void everyToolsTestsRunAsTheirParentSays(String module) throws IOException {
        assertThat(Files.readString(Path.of("..", module, "pom.xml")))
                .containsSubsequence("<parent>", "<artifactId>tools</artifactId>", "</parent>")
                .doesNotContain("argLine");
    }

    @Test
    void refuseWarningsOnlyInWhatIsProven() throws IOException {
        Settings settings = Settings.of(Files.readString(Path.of("../../solution/pom.xml")));

        assertThat(settings.withoutWarnings().compilerArguments())
                .containsExactly("-Xlint:all,-classfile", "-proc:none", "-Werror");
    }

    @Test
    void areRefusedFromWhatIsNoPom() {
        assertThatThrownBy(() -> Settings.of("<project>"))
                .isInstanceOf(CourseException.class)
                .hasMessage("A project's pom.xml can't be read, in line 1: an end such as </project> is missing.");
        assertThatThrownBy(() -> Settings.of("<project/>"))
                .hasMessage("A project's pom.xml has no maven.compiler.release");
    }
}
