package workshop.local;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.cloud.Options;
import workshop.project.Fingerprint;
import workshop.project.LocalClouds;
import workshop.project.Maven;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.Bounds;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** {@code up}: a local cloud with a project in it, until someone ends it. */
@Command(
        name = "up",
        description = {
            "Deploy to a local cloud and keep it running until Ctrl-C.",
            "Each hop of a change is a line, as it happens.",
            "Build again meanwhile (mvn package -DskipTests, or your IDE), and that is deployed. The table keeps its items."
        })
public final class Up implements Callable<Integer> {
    private static final long LOOK_EVERY_MS = 1_000;
    private static final List<String> SOURCES = List.of("src/main");
    private static final List<String> BUILT = List.of("target/classes", "target/lambda/lib");

    @Mixin
    private NamedProject named;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4566",
            description = "The port; ${DEFAULT-VALUE} if not given, 0 takes a free one.")
    private int port;

    @Option(
            names = "--debug",
            paramLabel = "FUNCTION",
            description = "Let a debugger attach to this function, such as StreamPublisher.")
    private String debug;

    @Option(names = "--quiet", description = "Don't print a line for each hop.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.ofLauncher();
        Project project = named.in(Repository.ofLauncher());
        Options options = Options.defaults().withPort(new Bounds(0, Bounds.PORT.last()).require("--port", port));
        try (RunningProject running =
                RunningProject.start(project, debug == null ? options : options.withDebug(debug), terminal)) {
            if (debug != null && !running.hasFunction(debug)) {
                throw new Problem("There is no function " + debug + ".", "Name its class, such as StreamPublisher.");
            }
            running.writeOutputs();
            LocalClouds.ofLauncher().add(running.account().endpoint());
            running.serveConsole();
            running.api().list(); // "ready" means that the API answers
            terminal.line(ready(running, terminal));
            running.warnings().printWithoutEffect(terminal);
            if (!quiet) {
                running.printHops();
            }
            terminal.line(terminal.dim(
                    "Change the code and build it, and it is deployed over this one. Ctrl-C ends everything."));
            redeployWhatIsBuilt(running, terminal);
        }
        return 0;
    }

    private String ready(RunningProject running, Terminal terminal) {
        String endpoint = running.account().endpoint();
        String api = running.output("ApiUrl");
        return String.join(
                "\n",
                "",
                terminal.good("ready") + "     " + endpoint + debugger(),
                "console   " + endpoint + "/",
                "API       " + api,
                "outputs   " + running.project().file("cdk-outputs.json"),
                "",
                "Create    curl -s " + api + "todo -d '{\"name\": \"Read the docs\"}'",
                "Look      AWS_ENDPOINT_URL=" + endpoint + " AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local"
                        + " AWS_SECRET_ACCESS_KEY=local aws dynamodb scan --table-name "
                        + running.output("TableName"),
                ExpectedHop.sendsMail(running.deployed()) ? "Mail      curl -s " + endpoint + "/_local/mail\n" : "");
    }

    private String debugger() {
        return debug == null ? "" : "\ndebugger  127.0.0.1:" + Options.DEBUG_PORT + " for " + debug;
    }

    /**
     * Looks at the build's files once a second; deploys when they changed, then stayed as they are for a second, and no Maven
     * is at work on them. Says how to build what was changed and is not built.
     */
    private static void redeployWhatIsBuilt(RunningProject running, Terminal terminal) throws InterruptedException {
        Project project = running.project();
        Fingerprint deployed = of(project, BUILT);
        Fingerprint sources = of(project, SOURCES);
        Fingerprint before = deployed;
        boolean isTold = false;
        while (!Thread.currentThread().isInterrupted()) {
            Thread.sleep(LOOK_EVERY_MS);
            Fingerprint now = of(project, BUILT);
            if (now.equals(before) && !now.equals(deployed) && !Maven.isAtWork(project.folder())) {
                redeploy(running, terminal);
                now = of(project, BUILT);
                deployed = now;
                sources = of(project, SOURCES);
                isTold = false;
            }
            before = now;
            if (!isTold && !of(project, SOURCES).equals(sources)) {
                isTold = true;
                terminal.line(terminal.dim("The code has changed. Build it and it is deployed: in your IDE, or in "
                        + project.name() + ": "
                        + Repository.ofLauncher().maven().typedIn(project.folder())
                        + " package -DskipTests"));
            }
        }
    }

    private static Fingerprint of(Project project, List<String> names) {
        return Fingerprint.of(names.stream().map(project::file).toList());
    }

    private static void redeploy(RunningProject running, Terminal terminal) {
        try {
            running.redeploy();
            running.writeOutputs();
            terminal.line(terminal.good("deployed again"));
        } catch (Problem e) {
            terminal.error(e.getMessage());
        }
    }
}
