package workshop.course.carve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import workshop.course.manifest.Answer;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

/** Checks the manifests against the solution, and finds everything that is wrong, not only the first thing. */
final class ManifestCheck {
    private static final int HINTS = 3;

    private final List<Step> steps;
    private final Solution solution;
    private final FileSteps fileSteps;
    private final List<String> problems;

    ManifestCheck(List<Step> steps, Solution solution, FileSteps fileSteps, List<String> problems) {
        this.steps = steps;
        this.solution = solution;
        this.fileSteps = fileSteps;
        this.problems = problems;
    }

    void run() {
        Map<TodoId, String> regions = regions();
        Map<TestName, TodoId> tests = new HashMap<>();
        for (Step step : steps) {
            check(step);
            for (int i = 0; i < step.todos().size(); i++) {
                Todo todo = step.todos().get(i);
                if (todo.id() == null) {
                    problem(
                            step,
                            "todo number " + (i + 1) + " has no id: write \"id: " + step.step() + "." + (i + 1) + "\"");
                    continue;
                }
                if (!todo.id().equals(new TodoId(step.step(), i + 1))) {
                    problem(
                            step,
                            "the id of todo number " + (i + 1) + " is " + todo.id() + ": ids count up, so it must be "
                                    + step.step() + "." + (i + 1));
                }
                check(step, todo, regions.remove(todo.id()), tests);
            }
        }
        regions.forEach((id, path) -> problems.add(
                "solution/" + path + " has a region " + id + ", but step-" + id.step() + ".yaml has no todo " + id
                        + ": add it, or write \"region " + id.step() + "\" if it is given"));
    }

    private void problem(Step step, String text) {
        problems.add("step-" + step.step() + ".yaml: " + text);
    }

    /** The files with the regions of TODOs. */
    private Map<TodoId, String> regions() {
        Map<TodoId, String> regions = new HashMap<>();
        for (SourceFile source : solution.sources().values()) {
            for (Region region : source.regions()) {
                String where = "solution/" + source.path() + ":" + region.line();
                if (region.step() < 1 || region.step() > steps.size()) {
                    problems.add(where + " is a region of step " + region.step() + ", but there are only steps 1 to "
                            + steps.size());
                } else if (!fileSteps.includes(source.path(), region.step())) {
                    problems.add(where + " is a region of step " + region.step() + ", but the file arrives later");
                }
                region.todo().ifPresent(id -> {
                    if (regions.put(id, source.path()) != null) {
                        problems.add(where + " is a second region " + id
                                + ": a TODO has one; mark the rest as given with \"region " + id.step() + "\"");
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

    private void check(Step step, Todo todo, String regionFile, Map<TestName, TodoId> tests) {
        String who = "todo " + todo.id() + ": ";
        if (regionFile == null) {
            problem(step, who + "the solution has no \"region " + todo.id() + "\": mark its answer");
        } else if (!regionFile.equals(todo.file())) {
            problem(step, who + "file is " + todo.file() + ", but its region is in " + regionFile);
        }
        if (isBlank(todo.title())) {
            problem(step, who + "title is empty");
        }
        if (todo.hints().size() != HINTS || todo.hints().stream().anyMatch(ManifestCheck::isBlank)) {
            problem(step, who + "give " + HINTS + " hints: the concept, which API, almost the code");
        }
        if (todo.tests().isEmpty()) {
            problem(step, who + "tests is empty: name the tests that it turns green");
        }
        for (TestName test : todo.tests()) {
            TodoId other = tests.put(test, todo.id());
            if (other != null) {
                problem(
                        step,
                        who + test + " is already the test of todo " + other + ": the first of them turns it green");
            }
            findTest(step, test, who);
        }
        if (regionFile != null && regionFile.equals(todo.file())) {
            checkAnswers(step, todo);
        }
    }

    private void findTest(Step step, TestName test, String who) {
        Composition finished = new Composition(step.step(), Map.of());
        List<SourceFile> files = solution.sources().values().stream()
                .filter(source -> source.path().startsWith("src/test/java/")
                        && source.path().endsWith("/" + test.type() + ".java")
                        && fileSteps.includes(source.path(), step.step()))
                .toList();
        Pattern method = Pattern.compile("\\b" + Pattern.quote(test.method()) + "\\s*\\(");
        if (files.size() != 1) {
            problem(
                    step,
                    who + test + " is not a test of step " + step.step() + ": " + files.size() + " files " + test.type()
                            + ".java are there under src/test/java");
        } else if (!method.matcher(finished.of(files.get(0))).find()) {
            problem(step, who + files.get(0).path() + " has no test " + test.method() + " in step " + step.step());
        }
    }

    private void checkAnswers(Step step, Todo todo) {
        String region = new Carver(solution, fileSteps).answer(todo);
        List<Answer> answers = new ArrayList<>(todo.wrong());
        answers.addAll(todo.right());
        Set<String> names = new HashSet<>();
        for (Answer answer : answers) {
            String who = "todo " + todo.id() + ", answer \"" + answer.name() + "\": ";
            if (isBlank(answer.name()) || !names.add(answer.name())) {
                problem(step, who + "every answer needs a name of its own");
            }
            if ((answer.code() == null) == (answer.replace() == null)
                    || (answer.replace() == null) != (answer.with() == null)) {
                problem(step, who + "give either code, or replace and with");
            } else if (answer.replace() != null) {
                int first = region.indexOf(answer.replace());
                if (answer.replace().isEmpty() || first < 0) {
                    problem(
                            step,
                            who + "the region's text doesn't contain \""
                                    + answer.replace().strip() + "\"");
                } else if (first != region.lastIndexOf(answer.replace())) {
                    problem(
                            step,
                            who + "the region's text contains \""
                                    + answer.replace().strip()
                                    + "\" more than once: write more of it, to say which is meant");
                }
            }
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
