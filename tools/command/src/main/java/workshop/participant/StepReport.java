package workshop.participant;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.participant.StepResult.Objection;
import workshop.project.Maven;

/**
 * What the tests say about a step, as a person reads it.
 *
 * @param next the TODO to show, if any isn't done
 */
record StepReport(Workspace workspace, StepResult result, Optional<Todo> next) {
    /** Messages are a line or two; an assertion that shows two long texts is cut. */
    private static final int LINES = 20;

    /** What has to be known before anything else is read. */
    private void printHeading() {
        if (result.isWithoutTemplate()) {
            line(bad("The stack can't be synthesized, so nothing about it can be tested."));
            line("");
        }
    }

    /** Which of the TODOs that were done fail again: last, because it may follow from what was shown. */
    private void printLost(Predicate<Todo> wasDone, String reason) {
        String lost = result.step().todos().stream()
                .filter(todo -> wasDone.test(todo) && result.objection(todo).isPresent())
                .map(todo -> todo.id().toString())
                .collect(Collectors.joining(", "));
        if (!lost.isEmpty() && !result.isWithoutTemplate()) {
            line(bad("Done before, and failing now" + reason + ": TODO " + lost));
            line("");
        }
    }

    /** The next TODO: where it is, what its test says, and whether it was done before. */
    void printNext(Predicate<Todo> wasDone) {
        printHeading();
        next.ifPresent(todo -> print(todo, wasDone.test(todo)));
        printLost(
                todo -> wasDone.test(todo) && !next.equals(Optional.of(todo)),
                ", perhaps for the same reason (--all shows why)");
    }

    private void print(Todo todo, boolean wasDone) {
        TodoCode code = workspace.code(todo);
        workspace.print(
                todo,
                result.objection(todo)
                        .flatMap(objection -> objection.line(code))
                        .or(code::line));
        if (wasDone) {
            line("This TODO passed when it was tested last: look at what you changed since, here or elsewhere.");
        }
        if (code.isAboveItsStub()) {
            line(
                    "Below your code, the line that came with the TODO is still there: throw new UnsupportedOperationException(…);"
                            + " delete it.");
        }
        result.objection(todo).ifPresent(objection -> {
            line("");
            print(objection, "  ");
            line("");
            line(dim(
                    result.step().isExtra()
                            ? "Its guide:  " + result.step().page(todo.id())
                            : "With Maven: " + maven(objection)));
            line(dim("Stuck?      ./workshop hint " + todo.id()));
        });
        line("");
    }

    void printTodos(Predicate<Todo> wasDone) {
        printHeading();
        for (Todo todo : result.step().todos()) {
            String title = todo.id() + " " + todo.title();
            Optional<Objection> objection = result.objection(todo);
            if (objection.isEmpty()) {
                line(workspace.terminal().good("ok  ") + title);
            } else if (!next.equals(Optional.of(todo)) && result.isUntested(todo, workspace::code)) {
                line("–   " + title + ": not tested");
            } else {
                line(bad("no  ") + title);
                printOnce(objection.get(), "        ");
            }
        }
        line("");
        printLost(wasDone, "");
    }

    void printBar(Progress progress) {
        Step step = result.step();
        line(result.isDone() ? workspace.terminal().good(progress.bar(step)) : progress.bar(step));
    }

    /** What else failed; if nothing did, what comes next. */
    void printOthers() {
        List<Objection> others = result.others();
        if (!others.isEmpty()) {
            line("");
            line(bad("Other tests fail, of what was there before this "
                    + (result.step().isExtra() ? "extra" : "step") + " or of your own:"));
            others.stream()
                    .collect(Collectors.groupingBy(Objection::reason, LinkedHashMap::new, Collectors.toList()))
                    .values()
                    .forEach(same -> {
                        line("");
                        line("  " + same.get(0).test()
                                + (same.size() > 1 ? " and " + (same.size() - 1) + " more, for one reason" : ""));
                        printOnce(same.get(0), "  ");
                    });
        } else if (result.isDone()) {
            Step step = result.step();
            boolean isLast = step.step() == workspace.steps().size();
            String next = isLast ? "" : "; go on: ./workshop test " + (step.step() + 1);
            line("All " + result.run().passed().size() + " tests passed"
                    + (step.isExtra() ? " with your extra." : ". See it work: ./workshop demo " + step.step() + next));
        }
    }

    /** What a test said, or of which TODO that was said before. */
    private void printOnce(Objection objection, String indent) {
        next.filter(todo -> result.isFor(objection.reason(), todo))
                .or(() -> result.first(objection.reason()))
                .filter(todo -> !result.objection(todo).equals(Optional.of(objection)))
                .ifPresentOrElse(
                        todo -> {
                            line(indent + workspace.terminal().strong(objection.sentence()));
                            line(indent + "for the same reason as " + todo.id());
                        },
                        () -> print(objection, indent));
    }

    private void print(Objection objection, String indent) {
        line(indent + workspace.terminal().strong(objection.sentence()));
        List<String> why = objection.why().strip().lines().toList();
        why.stream().limit(LINES).forEach(line -> line((indent + line).stripTrailing()));
        if (why.size() > LINES) {
            line(indent + "… and " + (why.size() - LINES) + " more lines");
        }
    }

    /** How the same test is run without this command, from where the person is. */
    private String maven(Objection objection) {
        Path folder = workspace.folder(result.step());
        String typed = new Maven(workspace.home()).typedIn(folder) + " test -Dtest=" + objection.test();
        String relative = workspace.relative(folder);
        return relative.equals(".") ? typed : "(cd " + relative + " && " + typed + ")";
    }

    private String bad(String text) {
        return workspace.terminal().bad(text);
    }

    private String dim(String text) {
        return workspace.terminal().dim(text);
    }

    private void line(String text) {
        workspace.terminal().line(text);
    }
}
