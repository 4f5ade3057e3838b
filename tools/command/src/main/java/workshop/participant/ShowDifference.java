package workshop.participant;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.course.manifest.Step;
import workshop.terminal.PlainCommand;
import workshop.terminal.Problem;

/** {@code diff}: from the participant's step to the next one. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Show what lies between your step and the next one: what you wrote otherwise, and what comes new.",
            "After the last step comes the solution."
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
            description = "Such as 2; without it, the one where you are.")
    private String named;

    @Option(
            names = "--tool",
            description = "Open each file that differs in the tool that git difftool uses, and list the new files.")
    private boolean tool;

    public ShowDifference() {
        this(Workspace.ofLauncher());
    }

    ShowDifference(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        // On a terminal, git shows it in colour and a page at a time.
        boolean isTyped = tool || workspace.terminal().colour();
        for (PlainCommand command : commands()) {
            int exit = isTyped ? command.hand(workspace.terminal()) : command.show(workspace.terminal());
            if (exit > DIFFERENT) {
                throw new Problem("git ended with exit code " + exit + ".", "See what it printed above.");
            }
        }
        return 0;
    }

    List<PlainCommand> commands() {
        List<Step> steps = workspace.steps();
        Step step = workspace.step(named);
        String next = step.step() < steps.size() ? steps.get(step.step()).folder() : "solution";
        return tool
                ? List.of(
                        git(step.folder(), next, "pom.xml", "difftool", "--diff-filter=M"),
                        git(step.folder(), next, "src", "difftool", "--diff-filter=M"),
                        git(step.folder(), next, "src", "diff", "--diff-filter=A", "--name-status"))
                : List.of(git(step.folder(), next, "pom.xml", "diff"), git(step.folder(), next, "src", "diff"));
    }

    private PlainCommand git(String from, String to, String part, String... command) {
        List<String> words = new ArrayList<>(List.of("git"));
        words.addAll(List.of(command));
        words.addAll(List.of("--no-index", "-I", OF_NO_INTEREST, from + "/" + part, to + "/" + part));
        return new PlainCommand(workspace.home(), words.toArray(String[]::new));
    }
}
