package workshop.local;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import workshop.cloud.Options;
import workshop.local.ExpectedHop.Change;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.Terminal;

/** {@code demo}: one to-do through every hop, told as it goes; then everything ends. */
@Command(name = "demo", description = "Watch one to-do travel through every hop on this machine.")
public final class Demo implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private NamedProject named;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofLauncher();
        long start = System.nanoTime();
        String arrived;
        Warnings warnings;
        Project project = named.in(Repository.ofLauncher());
        try (RunningProject running =
                RunningProject.start(project, Options.defaults().withPort(0), terminal)) {
            warnings = running.warnings();
            arrived = "Every hop of this stack arrived, up to " + travel(running, terminal) + ".";
        }
        terminal.line("");
        terminal.line(terminal.good(arrived) + " The whole demo took "
                + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s, and nothing of it runs any more.");
        warnings.printWithoutEffect(terminal);
        return 0;
    }

    /** Follows a to-do from its creation to its deletion; returns the last hop that it came to. */
    private static String travel(RunningProject running, Terminal terminal) {
        terminal.line("Deployed " + running.stackName() + " to a local cloud. Times count from the API's answer.");
        TodoApi api = running.api();
        DemoRun demo = new DemoRun(running, terminal);
        String name = "Watch a to-do travel " + UUID.randomUUID().toString().substring(0, 8);
        String id = demo.follow(Change.CREATED, "POST /todo", () -> api.create(name));
        demo.follow(Change.COMPLETED, "PATCH /todo/" + id, () -> {
            api.complete(id, true);
            return id;
        });
        running.mailbox.print(name, terminal);
        demo.follow(Change.DELETED, "DELETE /todo/" + id, () -> {
            api.delete(id);
            return id;
        });
        running.awaitQuiet(Duration.ZERO, PATIENCE); // for a handler's last write
        return demo.end();
    }
}
