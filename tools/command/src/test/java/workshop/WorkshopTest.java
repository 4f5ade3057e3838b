package workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import workshop.terminal.Terminal;

class WorkshopTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(System.out, new PrintStream(errors, true, StandardCharsets.UTF_8), false);

    @Test
    void helpNamesEveryCommand() {
        StringWriter help = new StringWriter();
        int exit = Workshop.commandLine(terminal).setOut(new PrintWriter(help)).execute("--help");
        assertThat(exit).isZero();
        assertThat(help.toString())
                .contains(
                        "demo",
                        "up",
                        "test",
                        "hint",
                        "answer",
                        "diff",
                        "progress",
                        "reset",
                        "catch-up",
                        "e2e",
                        "doctor");
    }

    @Test
    void aProblemIsToldInItsOwnWordsWithoutAStackTrace() {
        assertThat(Workshop.commandLine(terminal).execute("demo", "no-such-project"))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("There is no project no-such-project")
                .doesNotContain("\tat ");
    }
}
