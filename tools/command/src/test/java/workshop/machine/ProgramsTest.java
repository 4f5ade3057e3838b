package workshop.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.terminal.Diagnosis;
import workshop.terminal.NodeJs;
import workshop.terminal.Reply;
import workshop.terminal.Terminal;

class ProgramsTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @Test
    void aMissingNodeIsNamedWithTheFix() {
        assertThat(said(Programs.node(new NodeJs("not found"))))
                .isEqualTo("no  Node.js       not found\n    → Install Node.js 20 or newer:"
                        + " https://nodejs.org/en/download");
    }

    @Test
    void anOldNodeIsNamedWithTheFix() {
        assertThat(said(Programs.node(new NodeJs("v18.19.1"))))
                .startsWith("no  Node.js       v18.19.1\n    → Install Node.js 20");
    }

    @Test
    void aNewNodeIsGood() {
        assertThat(said(Programs.node(new NodeJs("v22.3.0")))).isEqualTo("ok  Node.js       v22.3.0");
    }

    @Test
    void theJavaThatRunsThisIsGood() {
        assertThat(said(Programs.java(Runtime.version().feature(), JDK))).startsWith("ok  Java");
    }

    @Test
    void anOldJavaIsNamedWithTheFix() {
        assertThat(said(Programs.java(11, JDK))).startsWith("no  Java          11\n    → Install a JDK, 17 or newer");
    }

    @Test
    void aJavaWithoutCompilerIsNamedWithTheFix(@TempDir Path jre) throws IOException {
        Files.createDirectories(jre.resolve("bin"));
        assertThat(said(Programs.java(17, jre)))
                .startsWith("no  Java          17, but " + jre + " has no compiler: it is a JRE\n    → Install a JDK");
    }

    @Test
    void aMavenThatBuildsIsGood() {
        assertThat(said(Programs.maven("mvn on the PATH", new Reply(0, "Apache Maven 3.9.11 (abc)\nMaven home: x"))))
                .isEqualTo("ok  Maven         3.9.11, mvn on the PATH");
    }

    @Test
    void aMavenThatIsTooOldForItsPluginsIsNamedWithTheFix() {
        assertThat(said(Programs.maven("mvn on the PATH", new Reply(0, "Apache Maven 3.3.9\nMaven home: x"))))
                .startsWith("no  Maven         3.3.9, mvn on the PATH\n    → Its plugins need 3.6.3.");
    }

    @Test
    void settingsThatMavenCannotReadAreNamedInItsWords() {
        assertThat(said(Programs.maven("mvn on the PATH", new Reply(1, """
                        Apache Maven 3.8.7
                        [ERROR] Error executing Maven.
                        [ERROR] 1 problem was encountered while building the effective settings
                        [FATAL] Non-parseable settings /home/ada/.m2/settings.xml: end tag name </settings>
                        """))))
                .isEqualTo(
                        "no  Maven         mvn on the PATH: Non-parseable settings /home/ada/.m2/settings.xml: end tag"
                                + " name </settings>\n    → Fix what it names.");
    }

    @Test
    void aMissingGitIsNamedWithTheFix() {
        assertThat(said(Programs.git("not found"))).startsWith("no  Git           not found\n    → Install Git");
    }

    @Test
    void aGitThatDoesNotStartIsNotGood() {
        assertThat(said(Programs.git("does not start: xcrun: error: invalid active developer path")))
                .startsWith("no  Git           does not start: xcrun");
    }

    private static String said(Diagnosis diagnosis) {
        return diagnosis.line(new Terminal(System.out, System.err, false, ""));
    }
}
