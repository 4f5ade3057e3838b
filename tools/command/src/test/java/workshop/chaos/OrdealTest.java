package workshop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import workshop.project.Synthesis;
import workshop.trials.DeployedStack;

/** The run of {@code chaos}, smaller: the solution itself, synthesized, in a local cloud in which everything fails. */
class OrdealTest {
    private static final int CHANGES = 300;
    private static final long SEED = 1;

    @Test
    void nothingIsLostAndNothingIsDoneTwiceWhileEverythingFailsNowAndThen() throws InterruptedException {
        Path assembly = Synthesis.assembly("solution", repository());
        List<String> told = new ArrayList<>();
        Verdict verdict;
        try (DeployedStack stack = DeployedStack.in(assembly, Chaos.RETRY_UNIT)) {
            verdict = new Ordeal(stack, CHANGES, SEED, told::add).run();
        }

        assertThat(verdict.complaints())
                .as(String.join("\n", told) + "\n" + String.join("\n", verdict.counts()))
                .isEmpty();
        assertThat(verdict.counts()).anyMatch(line -> line.startsWith("after the redrive"));
    }

    /** Maven runs the tests in the module's folder. */
    private static Path repository() {
        return Path.of("").toAbsolutePath().getParent().getParent();
    }
}
