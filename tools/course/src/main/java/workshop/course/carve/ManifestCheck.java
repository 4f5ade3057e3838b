package workshop.course.carve;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.CourseException;
import workshop.course.carve.SourceFile.Region;
import workshop.course.manifest.Answer;
import workshop.course.manifest.Edit;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

/** Checks the manifests against the solution, and finds everything that is wrong, not only the first thing. */
record ManifestCheck(Course course, Solution solution, FileSteps fileSteps, Consumer<Problem> problems) {
    private static final int HINTS = 3;

    /** Where the region of a TODO is, and the title that it says. */
    private record Marked(String path, String title) {}

    void run() {
        Map<TodoId, Marked> regions = regions();
        Map<TestName, TodoId> tests = new HashMap<>();
        for (Step step : course.steps()) {
            check(step);
            checkTodos(step, false, regions, tests);
        }
        for (Step extras : course.extras()) {
            Step step = course.step(extras.step());
            if (!step.folder().equals(extras.folder())) {
                problem(extras, "folder is \"" + extras.folder() + "\": write " + step.folder());
            }
            checkTodos(extras, true, regions, tests);
        }
        course.steps().forEach(step -> step.todos().forEach(todo -> regions.remove(todo.id())));
        regions.forEach((id, region) -> problems.accept(Problem.of(
                "solution/" + region.path() + " has a region " + id + ", but step-" + id.step() + ".yaml has no todo "
                        + id + ": add it, or write \"region " + id.step() + "\" if it is given")));
    }

    private void checkTodos(Step step, boolean isExtra, Map<TodoId, Marked> regions, Map<TestName, TodoId> tests) {
        Checkpoint project =
                course.finish().after(step, isExtra ? 0 : step.todos().size());
        for (int i = 0; i < step.todos().size(); i++) {
            Todo todo = step.todos().get(i);
            TodoId expected = new TodoId(step.step(), isExtra, i + 1);
            if (todo.id() == null) {
                problem(step, "todo number " + (i + 1) + " has no id: write \"id: " + expected + "\"");
                continue;
            }
            Marked region = regions.remove(expected);
            if (!todo.id().equals(expected)) {
                problem(step, todo, "it is number " + (i + 1) + " there, and ids count up: write id: " + expected);
                continue;
            }
            check(step, todo, project, tests);
            if (isExtra ? isApplied(step, todo) : isMarked(step, todo, region)) {
                checkAnswers(step, todo);
            }
        }
    }

    private boolean isMarked(Step step, Todo todo, Marked region) {
        if (!todo.answer().isEmpty()) {
            problem(step, todo, "answer is for extras; the answer of a TODO is its region");
        }
        if (region == null) {
            problem(step, todo, "the solution has no \"region " + todo.id() + "\": mark its answer");
            return false;
        }
        if (!region.equals(new Marked(todo.file(), todo.title()))) {
            problem(
                    step,
                    todo,
                    "its region in " + region.path() + " has the title \"" + region.title()
                            + "\": file and title must say the same");
        }
        return region.path().equals(todo.file());
    }

    private boolean isApplied(Step extras, Todo todo) {
        if (todo.answer().isEmpty() || !todo.answer().get(0).file().equals(todo.file())) {
            problem(extras, todo, "answer must begin with a change to file, which is " + todo.file());
            return false;
        }
        try {
            course.finish().after(extras, extras.todos().indexOf(todo) + 1);
            return true;
        } catch (CourseException e) {
            problem(extras, todo, "answer: " + e.getMessage());
            return false;
        }
    }

    private void problem(Step step, String text) {
        problems.accept(Problem.of(step, null, text));
    }

    private void problem(Step step, Todo todo, String text) {
        problems.accept(Problem.of(step, todo.id(), "todo " + todo.id() + ": " + text));
    }

    private Map<TodoId, Marked> regions() {
        Map<TodoId, Marked> regions = new HashMap<>();
        for (SourceFile source : solution.sources().values()) {
            for (Region region : source.regions()) {
                String where = "solution/" + source.path() + ":" + region.line();
                if (region.step() < 1 || region.step() > course.steps().size()) {
                    problems.accept(Problem.of(
                            where + " is a region of step " + region.step() + ", but there are only steps 1 to "
                                    + course.steps().size()));
                } else if (!fileSteps.includes(source.path(), region.step())) {
                    problems.accept(Problem.of(
                            where + " is a region of step " + region.step() + ", but the file arrives later"));
                }
                region.todo().ifPresent(id -> {
                    if (regions.put(id, new Marked(source.path(), region.title())) != null) {
                        problems.accept(Problem.of(where + " is a second region " + id
                                + ": a TODO has one; mark the rest as given with \"region " + id.step() + "\""));
                    }
                });
            }
        }
        return regions;
    }

    private void check(Step step) {
        if (isBlank(step.folder()) || !step.folder().matches("step-" + step.step() + "-[a-z0-9-]+")) {
            problem(step, "folder is \"" + step.folder() + "\": write step-" + step.step() + "-<name>");
        }
        if (isBlank(step.title()) || isBlank(step.goal()) || step.minutes() < 1) {
            problem(step, "title, goal and minutes are needed for the README");
        }
        if (step.todos().isEmpty()) {
            problem(step, "there are no todos: a step asks for something");
        }
    }

    private void check(Step step, Todo todo, Checkpoint project, Map<TestName, TodoId> tests) {
        if (isBlank(todo.title())) {
            problem(step, todo, "title is empty");
        }
        if (todo.hints().size() != HINTS || todo.hints().stream().anyMatch(ManifestCheck::isBlank)) {
            problem(step, todo, "give " + HINTS + " hints: the concept, which API, almost the code");
        }
        if (todo.tests().isEmpty()) {
            problem(step, todo, "tests is empty: name the tests that it turns green");
        }
        if (todo.wrong().size() < 2 || todo.right().isEmpty()) {
            problem(step, todo, "give at least two wrong answers, and a right one that is not ours");
        }
        for (TestName test : todo.tests()) {
            TodoId other = tests.put(test, todo.id());
            if (other != null) {
                problem(
                        step,
                        todo,
                        test + " is already the test of todo " + other + ": the first of them turns it green");
            }
            findTest(step, todo, test, project);
        }
    }

    private void findTest(Step step, Todo todo, TestName test, Checkpoint project) {
        List<String> files = project.files().keySet().stream()
                .filter(path -> path.startsWith("src/test/java/") && path.endsWith("/" + test.type() + ".java"))
                .toList();
        Pattern method = Pattern.compile("\\b" + Pattern.quote(test.method()) + "\\s*\\(");
        if (files.size() != 1) {
            problem(
                    step,
                    todo,
                    step.name() + " must have one file " + test.type() + ".java, for " + test.method() + ", and has "
                            + (files.isEmpty() ? "none" : files.size()) + ": it belongs under "
                            + (step.isExtra() ? "tools/course/extras/step-" + step.step() : "solution")
                            + "/src/test/java");
        } else if (!method.matcher(project.text(files.get(0))).find()) {
            problem(step, todo, files.get(0) + " has no test " + test.method() + " in " + step.name());
        }
    }

    private void checkAnswers(Step step, Todo todo) {
        String text = course.carver().answer(todo);
        Set<String> names = new HashSet<>();
        Stream.concat(todo.wrong().stream(), todo.right().stream())
                .forEach(answer -> wrongWith(todo, answer, text, names.add(answer.name()))
                        .ifPresent(wrong -> problem(step, todo, "answer \"" + answer.name() + "\": " + wrong)));
    }

    private static Optional<String> wrongWith(Todo todo, Answer answer, String text, boolean isNew) {
        if (isBlank(answer.name()) || !isNew) {
            return Optional.of("every answer needs a name of its own");
        }
        if ((answer.code() == null) == (answer.replace() == null)
                || (answer.replace() == null) != (answer.with() == null)) {
            return Optional.of("give either code, or replace and with");
        }
        if (answer.expect() == null && todo.wrong().contains(answer)) {
            return Optional.of("give expect, a text of the message that people see");
        }
        String where = todo.id().isExtra() ? "the answer " : "the region in " + todo.file() + " ";
        return Edit.wrongWith(answer.replace(), text).map(where::concat);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
