package workshop.command;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService;
import workshop.aws.Deploy;
import workshop.aws.Destroy;
import workshop.course.CourseCommand;
import workshop.course.CourseException;
import workshop.course.DocsCommand;
import workshop.course.ProveCommand;
import workshop.participant.CatchUp;
import workshop.participant.ResetStep;
import workshop.participant.RunTests;
import workshop.participant.ShowAnswer;
import workshop.participant.ShowDifference;
import workshop.participant.ShowHint;
import workshop.participant.ShowProgress;
import workshop.trials.Bench;
import workshop.trials.Chaos;
import workshop.trials.Redrive;

/** {@code ./workshop}: what a participant types. */
@Command(
        name = "workshop",
        mixinStandardHelpOptions = true,
        version = "Events workshop 1.0.0",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Build and watch an event-driven to-do list: on your laptop, then on AWS.",
            "",
            "Each command prints the plain Maven, npm and CDK commands that it runs.",
            ""
        },
        commandListHeading = "Commands:%n",
        footer = {
            "",
            "PROJECT is a folder or the number of a step; without it, solution.",
            "Start with: ./workshop demo",
            ""
        },
        subcommands = {
            Demo.class,
            Up.class,
            RunTests.class,
            ShowHint.class,
            ShowAnswer.class,
            ShowDifference.class,
            ShowProgress.class,
            ResetStep.class,
            CatchUp.class,
            EndToEnd.class,
            Deploy.class,
            Destroy.class,
            Doctor.class,
            Warm.class,
            Bench.class,
            Chaos.class,
            Redrive.class,
            CourseCommand.Carve.class,
            ProveCommand.class,
            DocsCommand.class
        })
public final class Workshop {

    /** Tells the launcher to build the tools again; only the one for Windows leaves it to Java to find out. */
    private static final int REBUILD = 75;

    private Workshop() {}

    /** Runs a command; the process ends with its exit code. */
    public static void main(String[] args) {
        if (Boolean.getBoolean("workshop.rebuild") && !isCurrent(home())) {
            System.exit(REBUILD);
        }
        // There are two on the class path, and the SDK wants to be told; profiles with roles or a single sign-on use
        // it.
        System.setProperty(
                SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.property(), UrlConnectionSdkHttpService.class.getName());
        System.exit(commandLine(Terminal.ofLauncher()).execute(args));
    }

    static boolean isCurrent(Path home) {
        return Freshness.isFresh(
                home.resolve("tools/command/target/launcher.stamp"),
                List.of(
                        home.resolve("tools/command/pom.xml"),
                        home.resolve("tools/command/src"),
                        home.resolve("tools/course/pom.xml"),
                        home.resolve("tools/course/src"),
                        home.resolve("tools/local-cloud/pom.xml"),
                        home.resolve("tools/local-cloud/src")));
    }

    static CommandLine commandLine(Terminal terminal) {
        IExecutionExceptionHandler reporter = (failure, command, parsed) -> {
            boolean isKnown = failure instanceof Problem || failure instanceof CourseException;
            terminal.error(isKnown ? failure.getMessage() : unexpected(failure));
            return 1;
        };
        CommandLine line = new CommandLine(new Workshop())
                .setExecutionExceptionHandler(reporter)
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return line;
    }

    private static String unexpected(Exception failure) {
        if (System.getenv("WORKSHOP_TRACE") != null) {
            failure.printStackTrace();
        }
        return "Something went wrong that this command does not know: " + failure
                + "\n  → Run it again with WORKSHOP_TRACE=1 in the environment and report what it prints.";
    }

    /**
     * The cloud assembly of a project, built and synthesized now if it isn't up to date.
     *
     * @param named a folder, or the number of a step
     * @throws RuntimeException that says what is wrong and what to do if it can't be made
     */
    public static Path assembly(String named, Path home) {
        Project project = Project.find(named, home, here());
        return new Synthesis(project, new Maven(home), Terminal.ofLauncher()).assembly();
    }

    /** The repository's folder, as the launcher gives it. */
    public static Path home() {
        return Path.of(System.getProperty("workshop.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The folder in which the person is. */
    public static Path here() {
        return Path.of("").toAbsolutePath();
    }
}
