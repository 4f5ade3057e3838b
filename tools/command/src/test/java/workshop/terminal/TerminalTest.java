package workshop.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void atTheTopPathsStayAsTheyAre() {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(Terminal.top(Path.of("/course"), Path.of("/course"))).isEmpty();
        assertThat(new Terminal(stream, stream, false, "").asTyped("./workshop test: docs/step-1.md"))
                .isEqualTo("./workshop test: docs/step-1.md");
    }

    @Test
    void fromOutsideTheWholePathIsNamed() {
        assertThat(Terminal.top(Path.of("/course"), Path.of("/home"))).isEqualTo("/course/");
    }

    @Test
    void namesItsOwnCommandsAsTheyAreTypedHere() {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(stream, stream, false, Terminal.top(Path.of("/course"), Path.of("/course/step-1")));
        terminal.line("Stuck? ./workshop hint 1.1 (./workshop answer 1.1)");
        terminal.line("Read on: docs/step-1.md#11, not /opt/docs/step-1.md or https://docs/api.md");
        terminal.error("It is ../../workshop demo, in ./workshop-1 or /opt/./workshop");

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Stuck? ../workshop hint 1.1 (../workshop answer 1.1)",
                        "Read on: ../docs/step-1.md#11, not /opt/docs/step-1.md or https://docs/api.md",
                        "It is ../../workshop demo, in ./workshop-1 or /opt/./workshop");
    }
}
