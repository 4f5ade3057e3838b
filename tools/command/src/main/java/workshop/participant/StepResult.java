package workshop.participant;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;
import workshop.course.testing.TestResult;
import workshop.course.testing.TestRun;

/** What the tests say about a step. A TODO is done when each of its tests ran and passed, and nothing else is. */
record StepResult(Step step, TestRun run) {
    private static final String NO_TEMPLATE = "the stack can be synthesized";

    /**
     * Why a TODO isn't done.
     *
     * @param test the first of its tests that did not pass
     * @param why what that test said
     */
    record Objection(TestName test, String why) {
        /** The test's name, which is a sentence. */
        String sentence() {
            return test.method().replace('_', ' ');
        }

        /** What that test said, whichever TODO's it is; with its name if it could have said so of anything. */
        String reason() {
            return (why.strip().matches("(?si)(expect.*)?") ? test + " " : "")
                    + why.replaceAll("^TODO \\S+: |\\s+Read on: \\S+", "").strip();
        }

        /** Whether it says that this TODO is the reason: by its number, or by a place in its code, as {@code (TodoStream.java:30)}. */
        private boolean names(TodoCode code) {
            return Pattern.compile(Pattern.quote(code.todo().label()) + "\\b")
                            .matcher(reason())
                            .find()
                    || line(code).isPresent();
        }

        /** Whether the test says in its first words that it is about this TODO. */
        private boolean isOf(Todo todo) {
            return why.strip().startsWith(todo.label() + ":");
        }

        Optional<Integer> line(TodoCode code) {
            return lines(code.todo()).filter(code::has).findFirst();
        }

        private Stream<Integer> lines(Todo todo) {
            String place = "\\b" + Path.of(todo.file()).getFileName() + ":(\\d+)(?:, called in line (\\d+))?";
            return Pattern.compile(place)
                    .matcher(why)
                    .results()
                    .flatMap(found -> Stream.of(found.group(1), found.group(2)))
                    .filter(Objects::nonNull)
                    .map(Integer::valueOf);
        }
    }

    /** Those that are done, and those that were, with the same code, and that can't be tested now. */
    List<TodoId> done(Predicate<Todo> isUnchanged, Function<Todo, TodoCode> code) {
        return step.todos().stream()
                .filter(todo -> objection(todo).isEmpty() || isUnchanged.test(todo) && isUntested(todo, code))
                .map(Todo::id)
                .toList();
    }

    /** Whether no test of a TODO says more than that there is no template, for another reason than its code. */
    boolean isUntested(Todo todo, Function<Todo, TodoCode> code) {
        return objections(todo).allMatch(its -> its.why().contains(NO_TEMPLATE) && !its.names(code.apply(todo)));
    }

    boolean isDone() {
        return step.todos().stream().allMatch(todo -> objection(todo).isEmpty());
    }

    /**
     * The first TODO that isn't done; if another one's code is why, that one. A stack that can't be synthesized fails the
     * tests of every TODO in it, and code that a TODO adds may fail those of TODOs that were done.
     *
     * @param isUnchanged whether a TODO was done when it was tested last, with the same code
     * @param code what is written for a TODO
     */
    Optional<Todo> next(Predicate<Todo> isUnchanged, Function<Todo, TodoCode> code) {
        List<Todo> open = step.todos().stream()
                .filter(todo -> objection(todo).isPresent())
                .toList();
        return open.stream().findFirst().map(first -> {
            Objection objection = objection(first).orElseThrow();
            Optional<Todo> itself = open.stream()
                    .filter(todo -> todo != first
                            && objection.isOf(todo)
                            && code.apply(todo).isBegun())
                    .findFirst();
            if (itself.isPresent()) {
                return itself.get();
            }
            List<Todo> named = open.stream()
                    .filter(todo -> objection.names(code.apply(todo)))
                    .toList();
            List<Todo> inFile = open.stream()
                    .filter(todo -> objection.lines(todo).findAny().isPresent())
                    .toList();
            List<Todo> candidates = Stream.of(named, inFile, open)
                    .filter(todos -> !todos.isEmpty())
                    .findFirst()
                    .orElseThrow();
            Todo likely = candidates.get(0);
            return isUnchanged.test(likely)
                    ? candidates.stream()
                            .filter(todo ->
                                    !isUnchanged.test(todo) && code.apply(todo).isBegun())
                            .findFirst()
                            .orElse(likely)
                    : likely;
        });
    }

    /** The first TODO that isn't done for this reason. */
    Optional<Todo> first(String reason) {
        return step.todos().stream().filter(todo -> isFor(reason, todo)).findFirst();
    }

    /** Whether a TODO isn't done for this reason. */
    boolean isFor(String reason, Todo todo) {
        return objection(todo).map(Objection::reason).equals(Optional.of(reason));
    }

    /** Whether the stack can't be synthesized: then the tests of all its TODOs fail, also of those that are done. */
    boolean isWithoutTemplate() {
        return run.failures(run.failed()).stream()
                .anyMatch(failure -> failure.firstLine().contains(NO_TEMPLATE));
    }

    Optional<Objection> objection(Todo todo) {
        return objections(todo).findFirst();
    }

    private Stream<Objection> objections(Todo todo) {
        Set<TestName> passed = run.passed();
        return todo.tests().isEmpty()
                ? Stream.of(new Objection(new TestName(todo.label(), "has no test"), "Its manifest lists none."))
                : todo.tests().stream()
                        .filter(test -> !passed.contains(test))
                        .map(test -> new Objection(test, why(test)));
    }

    private String why(TestName test) {
        if (run.skipped().contains(test)) {
            return "It was skipped, so nothing is known. Take its @Disabled away.";
        }
        return run.failure(test)
                .map(TestResult::message)
                .orElse("There is no such test any more. Get it back, and keep what you have: ./workshop reset "
                        + step.step());
    }

    /** Tests that did not pass, besides those of the step's TODOs: what worked before and no longer does. */
    List<Objection> others() {
        Collection<TestName> all = new TreeSet<>(run.failed());
        all.addAll(run.skipped());
        step.todos().forEach(todo -> all.removeAll(todo.tests()));
        return all.stream().map(test -> new Objection(test, why(test))).toList();
    }
}
