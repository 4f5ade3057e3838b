package workshop.participant;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.course.manifest.Step;
import workshop.terminal.PlainCommand;
import workshop.terminal.Problem;
import workshop.terminal.Reply;
import workshop.terminal.Terminal;

/** {@code diff}: from the participant's step to the next one. */
@Command(
        name = "diff",
        description = {
            "Show how your step differs from the next one, or, if it is the last, from the solution.",
            "First how many lines differ in each layer, then the code: what you wrote differently, and what is new."
        })
public final class ShowDifference implements Callable<Integer> {
    /** With another exit code than these, git failed. */
    private static final int DIFFERENT = 1;

    /** The solution's markers, and the name that each project has. */
    private static final String OF_NO_INTEREST = "(//|<!--) (end)?region|<artifactId>(step-|solution)";

    private final Workspace workspace;

    @Parameters(
            paramLabel = "STEP",
            arity = "0..1",
            defaultValue = "",
            description = "Such as 2. Without it, the step where you are.")
    private String named;

    @Option(
            names = "--tool",
            description = "Open each file that differs in the tool that git difftool uses, and list the new files.")
    private boolean tool;

    @Option(names = "--tests", description = "Show the tests instead of the code.")
    private boolean tests;

    public ShowDifference(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Terminal terminal = workspace.terminal();
        terminal.line(terminal.strong("From " + from().folder() + " to " + to()));
        Progress progress = workspace.progress();
        String open = from().todos().stream()
                .filter(todo -> !progress.isDone(todo))
                .map(todo -> todo.id().toString())
                .collect(Collectors.joining(", "));
        if (!open.isEmpty() && !tests) {
            terminal.line("It shows the answers, also those of the TODOs that are still open: " + open);
        }
        summary().print(terminal, to(), tests ? "" : "./workshop diff " + from().step() + " --tests");
        terminal.line("");
        // On a terminal, git shows it in colour and a page at a time.
        boolean isTyped = tool || terminal.colour();
        for (PlainCommand command : commands()) {
            int exit = isTyped ? command.hand(terminal) : command.show(terminal);
            if (exit > DIFFERENT) {
                throw new Problem("git ended with exit code " + exit + ".", "See what it printed above.");
            }
        }
        return 0;
    }

    private DifferenceSummary summary() {
        return DifferenceSummary.of(Stream.of("src", "pom.xml")
                .map(part -> git(part, "diff", "--numstat").words())
                .flatMap(words ->
                        Reply.of(
                                workspace.here(),
                                words.get(0),
                                words.stream().skip(1).toArray(String[]::new))
                                .stream())
                .map(Reply::text)
                .collect(Collectors.joining("\n")));
    }

    List<PlainCommand> commands() {
        return (tests ? Stream.of("src/test") : Stream.of("src/main", "pom.xml"))
                .flatMap(part -> tool
                        ? Stream.of(
                                git(part, "difftool", "--diff-filter=M"),
                                git(part, "diff", "--diff-filter=A", "--name-status"))
                        : Stream.of(git(part, "diff")))
                .toList();
    }

    private Step from() {
        return workspace.step(named);
    }

    private String to() {
        List<Step> steps = workspace.steps();
        return from().step() < steps.size() ? steps.get(from().step()).folder() : "solution";
    }

    private PlainCommand git(String part, String... command) {
        List<String> words = new ArrayList<>(List.of("git"));
        words.addAll(List.of(command));
        Path to = workspace.home().resolve(to());
        words.addAll(List.of(
                "--no-index",
                "-I",
                OF_NO_INTEREST,
                workspace.relative(workspace.folder(from()).resolve(part)),
                workspace.relative(to.resolve(part))));
        return new PlainCommand(workspace.here(), words.toArray(String[]::new));
    }
}
