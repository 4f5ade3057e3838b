package workshop.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import workshop.aws.AccountAccess;
import workshop.aws.Services;
import workshop.cloud.Account;
import workshop.cloud.AwsError;
import workshop.cloud.Options;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journeys;
import workshop.console.page.Console;
import workshop.console.why.Why;
import workshop.course.ShutdownHook;
import workshop.participant.StepGuide;
import workshop.participant.Workspace;
import workshop.project.Leftovers;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.project.Synthesis;
import workshop.redrive.Redelivery;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** A project that is deployed to a local cloud of its own, until it is closed or the process ends. */
public final class RunningProject implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = 10_000_000;

    private final Synthesis synthesis;
    private final Terminal terminal;
    private final Account account;
    final Mailbox mailbox;
    private final Journeys journeys;
    private final OutputsFile outputsFile;
    private boolean isClosed;
    private CloudAssembly.Stack stack;
    private Map<String, String> outputs;
    private Warnings warnings = new Warnings(List.of());

    private RunningProject(Synthesis synthesis, Terminal terminal, Account account) {
        this.synthesis = synthesis;
        this.terminal = terminal;
        this.account = account;
        this.mailbox = new Mailbox(account);
        this.journeys = new Journeys(account.trace());
        this.outputsFile = new OutputsFile(
                synthesis.project(), Leftovers.of(Repository.ofLauncher().home()));
    }

    /**
     * Opens a local cloud, builds the project if need be, and deploys it there.
     *
     * @throws Problem if the project can't be built, synthesized or deployed, or the port is taken
     */
    public static RunningProject start(Project project, Options options, Terminal terminal) {
        Port.require(options.port());
        return of(project, new Synthesis(project, terminal)::assembly, options, terminal);
    }

    /** @param assembly makes it; who comes meanwhile finds the port taken */
    public static RunningProject of(Project project, Supplier<Path> assembly, Options options, Terminal terminal) {
        RunningProject running = new RunningProject(new Synthesis(project, terminal), terminal, Account.open(options));
        ShutdownHook.add(running::close);
        try {
            running.deploy(assembly.get());
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /** Builds, and deploys once more, over what is there; throws {@link Problem} if somebody destroyed that. */
    void redeploy() {
        Path assembly = synthesis.assembly();
        if (!account.isDeployed(stack.name())) {
            throw new Problem(
                    stack.name() + " was destroyed, so what you built is not deployed over it.",
                    "Deploy it again with ./workshop deploy, with the same --port, or end this with Ctrl-C and start it again.");
        }
        deploy(assembly);
    }

    private void deploy(Path assembly) {
        try {
            stack = CloudAssembly.read(assembly).stack(null);
            List<String> warned = new ArrayList<>();
            outputs = account.deploy(assembly, stack.name(), warned::add);
            if (!warned.equals(warnings.all())) {
                warnings = new Warnings(List.copyOf(warned));
                warnings.printNotes(terminal);
            }
            mailbox.confirm(terminal);
        } catch (AwsError | IllegalArgumentException e) {
            throw new Problem(
                    "The local cloud could not deploy " + project().name() + ": " + e.getMessage(),
                    "Fix the construct that it names, under " + project().file("src/main/java"),
                    e);
        }
    }

    Project project() {
        return synthesis.project();
    }

    public Account account() {
        return account;
    }

    public Journeys journeys() {
        return journeys;
    }

    Why why() {
        return new Why(account, journeys, project().folder());
    }

    /** Why a hop failed, in one line: in AWS's words, or in those of the function; empty if it did not. */
    String failure(Hop hop) {
        return hop.kind().equals("lambda:Return") ? why().reason(hop) : hop.isGood() ? "" : hop.outcome();
    }

    public void printHops() {
        HopLines.print(journeys, this::failure, terminal);
    }

    /** Shows the console to a browser at the endpoint, and answers {@code ./workshop why}. */
    void serveConsole() {
        Console.serve(account, journeys, why(), new StepGuide(Workspace.of(terminal), project(), this::redrive));
    }

    private List<String> redrive() {
        List<String> said = new ArrayList<>();
        try (Services services = Services.of(access())) {
            Redelivery.ofStack(services, stackName(), said::add);
        }
        return said;
    }

    public AccountAccess access() {
        return AccountAccess.ofLocalCloud(account.endpoint());
    }

    public TodoApi api() {
        return new TodoApi(output("ApiUrl"));
    }

    /** Waits until nothing has been under way for so long; false if that isn't so in the time given. */
    public boolean awaitQuiet(Duration still, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            long now = System.nanoTime();
            if (!account.isQuiet()) {
                quietSince = now;
            } else if (now - quietSince >= still.toNanos()) {
                return true;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return false;
    }

    /** What the template asks for that has no effect here. */
    Warnings warnings() {
        return warnings;
    }

    Stack deployed() {
        return new Stack(account.resources());
    }

    public String stackName() {
        return stack.name();
    }

    Map<String, String> outputs() {
        return outputs;
    }

    /** Whether the stack has a function with this in its logical id, its class or its name. */
    boolean hasFunction(String part) {
        return deployed()
                .of("AWS::Lambda::Function")
                .anyMatch(its -> (its.logicalId() + its.text("/Handler") + its.ref()).contains(part));
    }

    /** One of the stack's outputs; throws {@link Problem} if the stack doesn't have it. */
    public String output(String key) {
        return Optional.ofNullable(outputs.get(key))
                .orElseThrow(() -> new Problem(
                        "The stack " + stack.name() + " has no output " + key + "; it has " + outputs.keySet() + ".",
                        "Add an output of that name, such as with TodoStack.output(this, \"" + key + "\", …)."));
    }

    /** Writes the outputs next to the project's cdk.json, for tests and tools, until this is closed. */
    synchronized void writeOutputs() {
        outputsFile.write(stack.name(), outputs);
    }

    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            outputsFile.close();
            account.close();
        }
    }
}
