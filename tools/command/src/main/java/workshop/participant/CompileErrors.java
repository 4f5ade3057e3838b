package workshop.participant;

import static java.util.Map.entry;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.FileTree;
import workshop.course.TextFile;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.terminal.Problem;

/** Why a participant's step does not compile, by what the compiler says, and what to do. */
record CompileErrors(Workspace workspace, Step step, String text) {
    /** One brace may make dozens of errors. */
    private static final int SHOWN = 5;

    private static final Pattern PLACE = Pattern.compile("(\\S+\\.java):(\\d+): .*", Pattern.DOTALL);

    private static final Path SOURCES = Path.of("src", "main", "java");

    private static final String TOO_MANY = "Is there a } too many above this line?";
    private static final String BUILDER =
            "CDK's and the SDK's classes are made with a builder: EventBus.Builder.create(…), PublishRequest.builder().";
    private static final String TOO_NEW = "The project is compiled for Java 17, which doesn't have that.";

    /** What is meant by what the compiler says first, or by the line of code that it is about, in any step. */
    private static final Map<String, String> MEANT = new TreeMap<>(Map.ofEntries(
            entry(
                    "<<<<<<<",
                    "Git left two versions here: keep one, and delete the lines with <<<<<<<, ======= and >>>>>>>."),
            entry(
                    " found for Construct(no arguments)",
                    "A layer's constructor begins with super(scope, \"…\"), with the layer's id in place of the dots."
                            + " Is that line gone?"),
            entry(".Builder cannot be converted to", "Is .build() missing?"),
            entry("String cannot be converted to List<String>", "List.of(…) makes a list of it."),
            entry(" com.amazonaws.services", "The project has version 2 of the SDK: software.amazon.awssdk.services.…"),
            entry(" software.amazon.awscdk.core", "In version 2 of CDK, core is gone: software.amazon.awscdk.Stack."),
            entry("does not exist", "Is the import right, and its library a dependency in pom.xml?"),
            entry("class, interface, enum, or record expected", TOO_MANY),
            // The same from newer compilers.
            entry("classes are a preview feature", TOO_MANY),
            entry("classes are not supported", TOO_MANY),
            entry("(JsiiObjectRef)", BUILDER),
            entry(".BuilderImpl", BUILDER),
            entry("Map<K,V> conforms to", BUILDER),
            entry("incompatible types: Cfn", "Cfn… is CloudFormation's resource alone: take CDK's class without Cfn."),
            entry("illegal character", "It came with a copied text, and may be invisible: delete it, type it again."),
            entry("illegal start of expression", "Is a } missing above this line, a comma too many, or a ; too early?"),
            entry("int cannot be converted to Duration", "Write Duration.hours(…) or Duration.minutes(…) around it."),
            entry("in -source 17", TOO_NEW),
            entry("preview feature", TOO_NEW),
            entry("method getFirst()", "The project is compiled for Java 17, whose lists have get(0)."),
            entry("reached end of file while parsing", "Is a } missing above this line?"),
            entry("unreachable statement", "The line before returns or throws. If this came with the TODO, delete it."),
            entry("variable get", "Is it a method, and () missing after it?")));

    /** What else may be meant by a name. */
    private static final Map<String, String> ANY_NAME =
            Map.of("cannot find symbol", "Your editor lists the names that there are; this one may be made up.");

    Problem problem() {
        List<String> errors = errors();
        Optional<String> lost = lost();
        SortedSet<String> imports = lost.isEmpty()
                ? new MissingImports(workspace.home().resolve("solution"), folder()).of(text)
                : new TreeSet<>();
        String fix = meant(errors.get(0)).map(each -> each + " ").findFirst().orElse("")
                + (errors.size() > 1
                        ? "Fix the first error, and test again: the others may come from it."
                        : "Fix it, and test again: ./workshop test " + step.step());
        return new Problem(
                "It does not compile.\n\n" + shown(errors, lost.isPresent() ? 1 : SHOWN) + "\n",
                imports.isEmpty()
                        ? lost.orElse(fix)
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

    /**
     * The compiler names files as seen from the project, and people as seen from where they are.
     *
     * @param most how many are shown; if the first says why, all others follow from it
     */
    private String shown(List<String> errors, int most) {
        String prefix = workspace.relative(folder());
        return (String.join("\n", errors.subList(0, Math.min(most, errors.size())))
                        + (errors.size() > most ? "\n… and " + (errors.size() - most) + " more" : ""))
                .replaceAll("(?m)^src/", prefix.equals(".") ? "src/" : prefix.replace("\\", "/") + "/src/");
    }

    private Stream<String> meant(String first) {
        return Stream.concat(step.todos().stream().map(Todo::meant), Stream.of(MEANT, ANY_NAME))
                .flatMap(each -> each.entrySet().stream())
                .filter(each -> first.contains(each.getKey()))
                .map(Map.Entry::getValue);
    }

    /** What is wrong with a file whose class the compiler misses; it says so where the class is used. */
    private Optional<String> lost() {
        Path sources = folder().resolve(SOURCES);
        return Stream.of(
                        step.todos().stream().map(todo -> folder().resolve(todo.file())),
                        new FileTree(sources).files(".java").stream(),
                        Backup.git(folder(), Map.of(), "ls-files", "--deleted", "*.java").stream()
                                .flatMap(String::lines)
                                .map(folder()::resolve)
                                .filter(file -> file.startsWith(sources)))
                .flatMap(files -> files)
                .map(sources::relativize)
                .distinct()
                .filter(file -> text.matches("(?s).*symbol: +(class|variable) " + name(file) + "\\b.*"))
                .map(this::lost)
                .filter(fault -> !fault.isEmpty())
                .findFirst();
    }

    /** @param file as seen from the folder of the sources */
    private String lost(Path file) {
        Path place = folder().resolve(SOURCES).resolve(file);
        String shown = workspace.relative(place);
        if (!Files.exists(place)) {
            return shown + " is gone. Get it back: " + workspace.restore(step, place);
        }
        if (file.getParent() == null) {
            return shown
                    + " is in no package. Move it to the folder of the class that uses it, and give it that package";
        }
        String code = new TextFile(place).read();
        if (!code.matches("(?s).*\\b(class|record|interface|enum) " + name(file) + "\\b.*")) {
            return shown + " has no class any more. Get it back as it was: " + workspace.restore(step, place);
        }
        String declared = "package " + file.getParent().toString().replace(File.separatorChar, '.') + ";";
        return code.contains(declared) ? "" : shown + " must begin with \"" + declared + '"';
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private Path folder() {
        return workspace.folder(step);
    }
}
