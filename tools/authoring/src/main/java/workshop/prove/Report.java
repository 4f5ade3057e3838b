package workshop.prove;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

/** What was proven and what was found, gathered from several threads. */
public final class Report {
    private final List<Finding> findings = new ArrayList<>();
    private final SortedMap<Integer, Tally> tallies = new TreeMap<>();

    private static final class Tally {
        private final int todos;
        private int tests;
        private int asExpected;
        private int wrong;
        private int caught;
        private int right;
        private int passed;

        private Tally(int todos) {
            this.todos = todos;
        }
    }

    Report(List<Step> steps) {
        steps.forEach(step -> tallies.put(step.step(), new Tally(step.todos().size())));
    }

    /** Something of the whole course isn't as it says. */
    void found(String where, String expected, String happened) {
        add(new Finding(0, 0, where, expected, happened));
    }

    void found(Step step, String expected, String happened) {
        add(new Finding(step.step(), 0, "step " + step.step(), expected, happened));
    }

    /**
     * Something of a TODO isn't as it says, unless the condition holds, which is returned.
     *
     * @param what of the TODO is meant, such as one of its answers
     */
    boolean expect(boolean holds, Todo todo, String what, String expected, String happened) {
        TodoId id = todo.id();
        if (!holds) {
            add(new Finding(id.step(), id.number(), todo.label() + ", " + what, expected, happened));
        }
        return holds;
    }

    private synchronized void add(Finding finding) {
        findings.add(finding);
    }

    /** Tests that were seen red or green, and how many of them were what they had to be. */
    synchronized void tests(Step step, int seen, int asExpected) {
        Tally tally = tallies.get(step.step());
        // The way through the steps goes on to the one after them, which has no line in the table.
        if (tally != null) {
            tally.tests += seen;
            tally.asExpected += asExpected;
        }
    }

    synchronized void wrongAnswer(Step step, boolean isCaught) {
        Tally tally = tallies.get(step.step());
        tally.wrong++;
        tally.caught += isCaught ? 1 : 0;
    }

    synchronized void rightAnswer(Step step, boolean passes) {
        Tally tally = tallies.get(step.step());
        tally.right++;
        tally.passed += passes ? 1 : 0;
    }

    public synchronized List<Finding> findings() {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::step).thenComparing(Finding::todo))
                .toList();
    }

    public synchronized String table() {
        StringBuilder table = new StringBuilder();
        table.append(row("step", "TODOs", "red or green as expected", "wrong answers caught", "right ones passed"));
        tallies.forEach((step, tally) -> table.append(row(
                "" + step,
                "" + tally.todos,
                tally.asExpected + " of " + tally.tests,
                tally.caught + " of " + tally.wrong,
                tally.passed + " of " + tally.right)));
        return table.toString();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-6s%-7s%-26s%-22s%s%n", cells);
    }
}
