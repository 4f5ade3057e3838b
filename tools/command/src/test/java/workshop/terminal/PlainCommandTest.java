package workshop.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainCommandTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(stream(printed), stream(new ByteArrayOutputStream()), false, "");

    @TempDir
    private Path folder;

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }

    @Test
    void whatRunsIsShownAndWhatItPrintsIsNotIfItSucceeds() {
        new PlainCommand(folder, JAVA, "--version").run(terminal, "asking");
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "$ (cd " + Path.of("").toAbsolutePath().relativize(folder) + " && " + JAVA + " --version)");
    }

    @Test
    void whatRunsWhereThePersonIsIsShownAsItIs() {
        new PlainCommand(Path.of("").toAbsolutePath(), JAVA, "--version").run(terminal, "asking");
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly("$ " + JAVA + " --version");
    }

    @Test
    void aFailureShowsWhatWasPrintedAndWhereToRunIt() {
        assertThatThrownBy(() -> new PlainCommand(folder, JAVA, "--nonsense").run(terminal, "building solution"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Failed while building solution, exit code 1")
                .hasMessageContaining("Unrecognized option: --nonsense")
                .hasMessageContaining("run it yourself in " + folder);
    }

    @Test
    void whatMavenRepeatsIsShownOnce() throws IOException {
        Files.writeString(folder.resolve("Say.java"), """
                class Say {
                    public static void main(String[] words) {
                        System.out.println("[ERROR] Lamp.java:[7,3] cannot find symbol\\n  symbol: class Bulb");
                        System.out.println("[ERROR] Failed to execute goal");
                        System.out.println("[ERROR] Lamp.java:[7,3] cannot find symbol\\n[ERROR]   symbol: class Bulb");
                        System.exit(1);
                    }
                }
                """);
        assertThatThrownBy(() -> new PlainCommand(folder, JAVA, "Say.java").run(terminal, "building solution"))
                .hasMessageContaining(
                        "\n[ERROR] Lamp.java:[7,3] cannot find symbol\n  symbol: class Bulb\n[ERROR] Failed to execute goal\n\n");
    }

    /** What CDK throws comes with thirty frames of jsii, Maven and Java around those of the project. */
    @Test
    void ofATraceOnlyTheProjectsLinesAreShown() throws IOException {
        Files.writeString(folder.resolve("Say.java"), """
                class Say {
                    public static void main(String[] words) {
                        System.out.println("[WARNING] \\njava.lang.RuntimeException: There is already a Construct");
                        System.out.println("    at Node.addChild (/tmp/construct.js:466:19)");
                        System.out.println("    at software.amazon.jsii.JsiiClient.createObject (JsiiClient.java:89)");
                        System.out.println("    at todo.infra.TodoBus.<init> (TodoBus.java:54)");
                        System.out.println("    at java.lang.Thread.run (Thread.java:840)\\n[ERROR] -> [Help 1]");
                        System.exit(1);
                    }
                }
                """);
        assertThatThrownBy(() -> new PlainCommand(folder, JAVA, "Say.java").run(terminal, "building solution"))
                .hasMessageContaining("\n\njava.lang.RuntimeException: There is already a Construct\n"
                        + "    at todo.infra.TodoBus.<init> (TodoBus.java:54)\n\n");
    }

    @Test
    void aProgramThatIsNotInstalledIsNamedWithTheFix() {
        assertThatThrownBy(() -> new PlainCommand(folder, "no-such-program").run(terminal, "trying"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("There is no no-such-program on the PATH")
                .hasMessageContaining("Install no-such-program");
    }

    @Test
    void wordsThatAShellWouldTakeApartAreQuoted() {
        assertThat(new PlainCommand(folder, Map.of(), List.of("npx", "cdk", "--app", "mvn package")).typed())
                .isEqualTo("npx cdk --app 'mvn package'");
    }
}
