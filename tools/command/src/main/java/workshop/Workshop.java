package workshop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.UsageMessageSpec;
import workshop.aws.Deploy;
import workshop.aws.Destroy;
import workshop.course.CourseException;
import workshop.course.ShutdownHook;
import workshop.course.testing.ClassPaths;
import workshop.local.Demo;
import workshop.local.EndToEnd;
import workshop.local.ShowWhy;
import workshop.local.Up;
import workshop.machine.Doctor;
import workshop.machine.Warm;
import workshop.participant.CatchUp;
import workshop.participant.ResetStep;
import workshop.participant.RunTests;
import workshop.participant.ShowAnswer;
import workshop.participant.ShowDifference;
import workshop.participant.ShowHint;
import workshop.participant.ShowProgress;
import workshop.participant.Workspace;
import workshop.project.Fingerprint;
import workshop.project.Leftovers;
import workshop.project.Repository;
import workshop.redrive.Redrive;
import workshop.terminal.Problem;
import workshop.terminal.Question;
import workshop.terminal.Terminal;

/** {@code ./workshop}: what a participant types. */
@Command(
        name = "workshop",
        mixinStandardHelpOptions = true,
        version = "Events workshop 1.0.0",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "",
        description = {
            "Build and watch an event-driven to-do list: on your laptop, then on AWS.",
            "",
            "Each command prints the plain Maven, npm and CDK commands that it runs; its own --help says more.",
            ""
        },
        footer = {
            "",
            "Name a step by its number or folder. Inside a step's folder you may leave it out.",
            "Start with: ./workshop demo",
            "For authors, see docs/authoring.md: bench, chaos, carve, prove, docs",
            ""
        })
public final class Workshop {
    /** Tells the launcher to build the tools again; only the one for Windows leaves it to Java to find out. */
    private static final int REBUILD = 75;

    private static final int MIN_MIB = 32;

    static final String SDK_HTTP_SERVICE = "software.amazon.awssdk.http.service.impl";
    static final String SDK_HTTP_CLIENT = "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService";

    private Workshop() {}

    public static void main(String[] args) {
        run(args);
    }

    /** Runs a command, which may be one of others than participants have; the process ends with its exit code. */
    public static void run(String[] args, Object... others) {
        Terminal terminal = Terminal.ofLauncher();
        Path home = Repository.ofLauncher().home();
        File temporary = new File(System.getProperty("java.io.tmpdir"));
        if (Boolean.getBoolean("workshop.temporary")) {
            cleanUp(Leftovers.of(home), temporary, terminal);
        }
        if (Boolean.getBoolean("workshop.rebuild")
                && !Fingerprint.ofTools(home).isIn(home.resolve("tools/command/target/launcher.stamp"))) {
            System.exit(REBUILD);
        }
        // There are two on the class path, and the SDK wants to be told; profiles with roles or a single sign-on use
        // it. It is named, not loaded: most commands need no SDK.
        System.setProperty(SDK_HTTP_SERVICE, SDK_HTTP_CLIENT);
        int exit = 1;
        try {
            requireSpace(temporary);
            exit = commandLine(terminal, others).execute(args);
        } catch (Problem | Error e) {
            terminal.error(message(e));
        }
        boolean printed = !System.out.checkError(); // not on a full disk, nor for a reader that has ended
        System.exit(printed ? exit : Math.max(exit, 1)); // whoever still runs, such as a server
    }

    static void requireSpace(File temporary) {
        long free = temporary.getUsableSpace() >> 20;
        if (free < MIN_MIB) {
            throw new Problem(
                    "Only " + free + " MB are free for temporary files, in " + temporary.getParent() + ".",
                    "Free some, or let TMPDIR name another folder.");
        }
    }

    /** After commands that were killed, and after this one when it ends: the launcher has made a temporary folder for it. */
    private static void cleanUp(Leftovers leftovers, File temporary, Terminal terminal) {
        temporary.deleteOnExit(); // empty as long as there is no note of it
        try {
            leftovers.takeBack(terminal);
            leftovers.deleteAtEnd(temporary.toPath());
        } catch (UncheckedIOException e) {
            terminal.error(message(e)); // doctor, for one, works all the same
        }
    }

    /** Understands what is typed; a participant has no others. */
    public static CommandLine commandLine(Terminal terminal, Object... others) {
        IExecutionExceptionHandler reporter = (failure, command, parsed) -> {
            if (!ShutdownHook.isProcessEnding()) {
                terminal.error(message(failure));
            }
            return 1;
        };
        CommandLine line = new CommandLine(new Workshop());
        Stream.concat(commands(terminal), Stream.of(others)).forEach(line::addSubcommand);
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        line.addSubcommand(new CommandLine.HelpCommand()); // which has its own options
        line.setExecutionExceptionHandler(reporter)
                .setParameterExceptionHandler(new MistypedCommand())
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false);
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandList());
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> terminal.asTyped(help.footer()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return line;
    }

    private static Stream<Object> commands(Terminal terminal) {
        Workspace workspace = Workspace.of(terminal);
        Question question = Question.onConsole();
        return Stream.of(
                new Demo(),
                new Up(),
                new ShowWhy(),
                new RunTests(workspace, ClassPaths.of(workspace.home())::of),
                new ShowHint(workspace),
                new ShowAnswer(workspace, question),
                new ShowDifference(workspace),
                new ShowProgress(workspace),
                new ResetStep(workspace),
                new CatchUp(workspace, question),
                new EndToEnd(),
                new Deploy(System.getenv(), terminal),
                new Destroy(System.getenv(), terminal, question),
                new Doctor(),
                new Warm(),
                new Redrive());
    }

    static String message(Throwable failure) {
        if (System.getenv("WORKSHOP_TRACE") != null) {
            failure.printStackTrace();
        }
        if (failure instanceof Problem || failure instanceof CourseException) {
            return failure.getMessage();
        }
        if (failure instanceof UncheckedIOException file) {
            String reason = reason(file.getCause());
            String fix = reason.contains("Too many open files")
                    ? "Let more be open in this terminal: ulimit -n 4096"
                    : "Is the disk full, or are you not allowed to write there? ./workshop doctor";
            return file.getMessage() + ": " + reason + "\n  → " + fix;
        }
        return "Something went wrong that this command does not know: " + failure
                + "\n  → Run it again with WORKSHOP_TRACE=1 in the environment and report what it prints.";
    }

    private static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.toString();
        String name = failure.getClass().getSimpleName().replaceAll("Exception|(?<=[a-z])(?=[A-Z])", " ");
        return Objects.requireNonNullElse(reason, name.strip().toLowerCase(Locale.ROOT));
    }
}
