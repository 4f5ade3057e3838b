package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workshop.cloud.trace.Trace;
import workshop.console.journey.Journeys;
import workshop.terminal.Terminal;

class HopLinesTest {
    private static final String BUS = "arn:aws:events:us-east-1:000000000000:event-bus/TodoEvents";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Trace trace = new Trace();
    private long first;

    @BeforeEach
    void print() {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        HopLines.print(
                new Journeys(trace), hop -> hop.isGood() ? "" : hop.outcome(), new Terminal(out, out, false, ""));
        first = create("Buy milk");
    }

    private long create(String name) {
        return trace.hop(List.of(), "dynamodb:PutItem", "", BUS, "ok", "{\"name\": \"" + name + "\"}");
    }

    private void isRefused(long cause, int request) {
        String outcome = "because no policy allows it (c95f0533-27fe-4d88-91c1-f578ea971e%02d)".formatted(request);
        trace.hop(List.of(cause), "iam:Refused", "", BUS, outcome, "");
    }

    /** The lines, once there are so many. */
    private List<String> lines(int count) throws InterruptedException {
        for (int i = 0; i < 100 && lines().size() < count; i++) {
            Thread.sleep(100);
        }
        return lines();
    }

    private List<String> lines() {
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aFailureThatComesAgainIsOneLineAndThenCounted() throws InterruptedException {
        for (int i = 0; i < 24; i++) {
            isRefused(first, i);
        }
        assertThat(lines(3)).hasSize(3);
        assertThat(lines().get(1)).contains("iam:Refused", "no policy allows it");
        assertThat(lines().get(2)).isEqualTo("(the failures above, 23 times more) → ./workshop why");
    }

    @Test
    void aNameIsOnOneLineAndCommandsNoTerminal() throws InterruptedException {
        create("Buy\\nbutter\\u001b[2J");
        assertThat(lines(2)).hasSize(2).last().asString().endsWith("Buy butter [2J");
    }

    @Test
    void theSameFailureOfAnotherTodoIsALine() throws InterruptedException {
        isRefused(first, 1);
        isRefused(create("Buy bread"), 2);
        assertThat(lines(4)).hasSize(4).noneMatch(line -> line.contains("again"));
    }
}
