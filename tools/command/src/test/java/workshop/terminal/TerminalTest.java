package workshop.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void namesItsOwnCommandsAsTheyAreTypedHere() {
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, false, "../workshop");
        terminal.line("Stuck? ./workshop hint 1.1 (./workshop answer 1.1)");
        terminal.error("It is ../../workshop demo, in ./workshop-1 or /opt/./workshop");

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Stuck? ../workshop hint 1.1 (../workshop answer 1.1)",
                        "It is ../../workshop demo, in ./workshop-1 or /opt/./workshop");
    }
}
