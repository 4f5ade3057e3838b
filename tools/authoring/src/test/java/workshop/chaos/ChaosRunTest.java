package workshop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import workshop.aws.Services;
import workshop.cloud.Options;
import workshop.local.RunningProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.Terminal;

/** The run of {@code chaos}, smaller: the solution itself, synthesized, in a local cloud in which everything fails. */
class ChaosRunTest {
    private static final int CHANGES = 300;
    private static final long SEED = 1;

    @Test
    void nothingIsLostAndNothingIsDoneTwiceWhileEverythingFailsNowAndThen() throws InterruptedException {
        List<String> told = new ArrayList<>();
        GuaranteeCheck guarantees;
        Project solution = Repository.ofLauncher().project(Project.DEFAULT);
        Options options = Options.defaults().withPort(0).withRetryUnit(Chaos.RETRY_UNIT);
        try (RunningProject running = RunningProject.start(solution, options, Terminal.ofLauncher());
                Services services = Services.of(running.access())) {
            guarantees = new ChaosRun(running, services, CHANGES, SEED, told::add).run();
        }

        assertThat(guarantees.violations)
                .as(String.join("\n", told) + "\n" + String.join("\n", guarantees.counts))
                .isEmpty();
        assertThat(guarantees.counts).anyMatch(line -> line.startsWith("after the redrive"));
    }
}
