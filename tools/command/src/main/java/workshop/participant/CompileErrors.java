package workshop.participant;

import static java.util.Map.entry;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.TextFile;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.terminal.Problem;

/**
 * Why a participant's step does not compile, and what to do.
 *
 * @param text what the compiler says
 */
record CompileErrors(Workspace workspace, Step step, String text) {
    /** One brace may make dozens of errors. */
    private static final int SHOWN = 5;

    private static final Pattern PLACE = Pattern.compile("(\\S+\\.java):(\\d+): .*", Pattern.DOTALL);

    /** What is meant by what the compiler says first, or by the line of code that it is about, in any step. */
    private static final Map<String, String> MEANT = new TreeMap<>(Map.ofEntries(
            entry(
                    "<<<<<<<",
                    "Git left two versions here: keep one, and delete the lines with <<<<<<<, ======= and >>>>>>>."),
            entry(".Builder cannot be converted to", "Is .build() missing?"),
            entry("String cannot be converted to List<String>", "List.of(…) makes a list of it."),
            entry(" does not exist", "Is the import right, and its library a dependency in pom.xml?"),
            entry("class, interface, enum, or record expected", "Is there a } too many above this line?"),
            entry("(JsiiObjectRef)", "CDK's classes are made with their Builder, such as EventBus.Builder.create(…)."),
            entry(
                    "illegal character",
                    "It came with a copied text, and may be invisible. Delete it, and type it again."),
            entry("illegal start of expression", "Is a } missing above this line, a comma too many, or a ; too early?"),
            entry("in -source 17", "The project is compiled for Java 17, which doesn't have that."),
            entry("method getFirst()", "The project is compiled for Java 17, whose lists have get(0)."),
            entry("reached end of file while parsing", "Is a } missing above this line?"),
            entry("unreachable statement", "The line before it always returns or throws. Was that line to go?"),
            entry("variable get", "Is it a method, and () missing after it?")));

    Problem problem() {
        List<String> errors = errors();
        SortedSet<String> imports = new MissingImports(workspace.home().resolve("solution"), folder()).of(text);
        String fix = meant(errors.get(0)).map(each -> each + " ").findFirst().orElse("")
                + (errors.size() > 1
                        ? "Fix the first one; others often follow from it."
                        : "Fix it, and test again: ./workshop test " + step.step());
        return new Problem(
                "It does not compile.\n\n" + shown(errors) + "\n",
                imports.isEmpty()
                        ? fix
                        : (imports.toString().contains(" in place of ")
                                        ? "An import is of another type of the same name. Replace it:\n    "
                                        : "Imports are missing; your editor adds them, or you do:\n    ")
                                + String.join("\n    ", imports));
    }

    /** Types without their packages, as people know them, unless two have the same name; the first with its line of code. */
    private List<String> errors() {
        String plain = text.replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "");
        boolean isAmbiguous = plain.matches("(?s).*\\b(\\w+) cannot be converted to \\1\\b.*");
        String[] errors = (isAmbiguous ? text : plain).split("\n(?=\\S+\\.java:\\d+: )");
        errors[0] += code(errors[0]);
        return List.of(errors);
    }

    /** The line of code that an error is about; empty if it names none. */
    private String code(String error) {
        Matcher place = PLACE.matcher(error);
        return place.matches()
                ? new TextFile(folder().resolve(place.group(1)))
                        .find().stream()
                                .flatMap(String::lines)
                                .skip(Long.parseLong(place.group(2)) - 1)
                                .map(line -> "\n    " + line.strip())
                                .findFirst()
                                .orElse("")
                : "";
    }

    /** The compiler names files as seen from the project, and people as seen from where they are. */
    private String shown(List<String> errors) {
        String prefix = workspace.relative(folder());
        int most = lost().findAny().isPresent() ? 1 : SHOWN; // all others follow from it
        return (String.join("\n", errors.subList(0, Math.min(most, errors.size())))
                        + (errors.size() > most ? "\n… and " + (errors.size() - most) + " more" : ""))
                .replaceAll("(?m)^src/", prefix.equals(".") ? "src/" : prefix.replace("\\", "/") + "/src/");
    }

    private Stream<String> meant(String first) {
        return Stream.of(meant(step.todos().stream().map(Todo::meant), text), meant(Stream.of(MEANT), first), lost())
                .flatMap(Function.identity());
    }

    private static Stream<String> meant(Stream<Map<String, String>> meanings, String said) {
        return meanings.flatMap(each -> each.entrySet().stream())
                .filter(each -> said.contains(each.getKey()))
                .map(Map.Entry::getValue);
    }

    /** What is wrong with the files whose classes the compiler misses; it says so where they are used. */
    private Stream<String> lost() {
        return step.todos().stream()
                .map(todo -> Path.of(todo.file()))
                .filter(file -> text.matches("(?s).*symbol: +(class|variable) " + name(file) + "\\b.*"))
                .map(this::lost)
                .filter(fault -> !fault.isEmpty());
    }

    private String lost(Path file) {
        String code = new TextFile(folder().resolve(file)).find().orElse("");
        String place = workspace.relative(folder().resolve(file));
        if (!code.matches("(?s).*\\b(class|record|interface) " + name(file) + "\\b.*")) {
            return place + " has no class any more.";
        }
        Path sources = Path.of("src", "main", "java");
        String declared =
                "package " + sources.relativize(file.getParent()).toString().replace(File.separatorChar, '.') + ";";
        return code.contains(declared) ? "" : place + " must begin with " + declared;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private Path folder() {
        return workspace.folder(step);
    }
}
