package workshop.course.carve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workshop.course.CourseException;
import workshop.course.manifest.Edit;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

/** Makes checkpoints out of the solution. The same solution and manifests always give the same bytes. */
public record Carver(Solution solution, FileSteps fileSteps) {
    private static final String POM = "pom.xml";
    private static final String SOLUTION_ARTIFACT = "<artifactId>solution</artifactId>";
    private static final Pattern NOT_CODE =
            Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|(?m)^(package|import) [^;]*;|\\s");

    /**
     * The fresh checkpoints of these steps, formatted, each with its README.
     *
     * @throws CourseException if a file can't be formatted, or a TODO doesn't show
     */
    public List<Checkpoint> carve(List<Step> steps) {
        List<Checkpoint> fresh =
                steps.stream().map(step -> compose(step, stubs(step, 0))).toList();
        return format(fresh).stream()
                .map(checkpoint -> checkpoint.with(Readme.PATH, Readme.of(shown(checkpoint))))
                .toList();
    }

    /** The paths of everything in the solution, but its README. */
    public Set<String> solutionFiles() {
        return solution.paths();
    }

    /** The stubs of the TODOs after so many; extras have none. */
    Map<TodoId, String> stubs(Step step, int done) {
        Map<TodoId, String> stubs = new HashMap<>();
        for (Todo todo : step.todos().subList(done, step.todos().size())) {
            if (!todo.id().isExtra()) {
                stubs.put(todo.id(), stub(step, todo));
            }
        }
        return stubs;
    }

    /** What stands in a fresh checkpoint in the place of a TODO's region. It always names the TODO and where to read on. */
    public String stub(Step step, Todo todo) {
        String see = ", see " + step.page(todo.id());
        if (todo.stub() == null) {
            return "throw new UnsupportedOperationException(\"" + todo.label() + ": "
                    + todo.title().replace("\\", "\\\\").replace("\"", "\\\"") + see + "\");\n";
        }
        CommentSyntax syntax = solution.sources().get(todo.file()).syntax();
        String comment = syntax.comment(todo.label() + " " + todo.title() + see);
        return todo.stub().contains(todo.label()) ? todo.stub() : comment + "\n" + todo.stub();
    }

    /**
     * The step's project, not formatted, without README.
     *
     * @param replacements what stands in the place of a TODO's region, where it isn't the solution's text
     */
    Checkpoint compose(Step step, Map<TodoId, String> replacements) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        solution.others().forEach((path, content) -> {
            if (fileSteps.includes(path, step.step())) {
                files.put(path, content);
            }
        });
        Composition composition = new Composition(step.step(), replacements);
        solution.sources().forEach((path, source) -> {
            if (fileSteps.includes(path, step.step())) {
                String text = composition.of(source);
                if (!isNothing(source, text)) {
                    String named = path.equals(POM) ? named(text, step) : text;
                    files.put(path, named.getBytes(StandardCharsets.UTF_8));
                }
            }
        });
        return new Checkpoint(step, files);
    }

    /** The text of a TODO's region as it is in its step, without indentation; of an extra, that of its changes. */
    public String answer(Todo todo) {
        if (todo.id().isExtra()) {
            return todo.answer().stream().map(Edit::with).collect(Collectors.joining("\n"));
        }
        SourceFile source = solution.sources().get(todo.file());
        return source.regions().stream()
                .filter(region -> region.isOf(todo.id().toString()))
                .map(region -> new Composition(todo.id().step(), Map.of())
                        .of(source.within(region).toList())
                        .stripIndent())
                .findFirst()
                .orElseThrow();
    }

    List<Checkpoint> format(List<Checkpoint> checkpoints) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Checkpoint checkpoint : checkpoints) {
            for (String path : checkpoint.files().keySet()) {
                if (isTouched(path)) {
                    texts.put(checkpoint.step().folder() + "/" + path, checkpoint.text(path));
                }
            }
        }
        Map<String, String> formatted = JavaFormat.format(texts);
        List<Checkpoint> result = new ArrayList<>();
        for (Checkpoint checkpoint : checkpoints) {
            SortedMap<String, byte[]> files = new TreeMap<>(checkpoint.files());
            files.replaceAll((path, content) -> {
                String text = formatted.get(checkpoint.step().folder() + "/" + path);
                return text == null ? content : text.getBytes(StandardCharsets.UTF_8);
            });
            result.add(new Checkpoint(checkpoint.step(), files));
        }
        return result;
    }

    private boolean isTouched(String path) {
        SourceFile source = solution.sources().get(path);
        return path.endsWith(".java") && source != null && !source.regions().isEmpty();
    }

    private static Checkpoint shown(Checkpoint checkpoint) {
        List<String> hidden = checkpoint.step().todos().stream()
                .filter(todo -> checkpoint.line(todo) == 0)
                .map(todo -> todo.label() + " does not show in " + todo.file() + " of "
                        + checkpoint.step().folder() + ": its region lies in the region of another TODO")
                .toList();
        if (!hidden.isEmpty()) {
            throw new CourseException(hidden);
        }
        return checkpoint;
    }

    private static boolean isNothing(SourceFile source, String text) {
        if (source.regions().isEmpty()) {
            return false;
        }
        boolean isCode =
                source.syntax() == CommentSyntax.SLASHES && !source.path().endsWith("package-info.java");
        return (isCode ? NOT_CODE.matcher(text).replaceAll("") : text).isBlank();
    }

    private static String named(String pom, Step step) {
        int at = pom.indexOf(SOLUTION_ARTIFACT);
        if (at < 0 || at != pom.lastIndexOf(SOLUTION_ARTIFACT)) {
            throw new CourseException("solution/pom.xml must say " + SOLUTION_ARTIFACT
                    + " once: it becomes the name of each step's folder");
        }
        return pom.replace(SOLUTION_ARTIFACT, "<artifactId>" + step.folder() + "</artifactId>");
    }
}
