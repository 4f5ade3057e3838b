package workshop.course.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import workshop.course.CourseException;
import workshop.course.FileTree;

/** Compiles a project into its {@link BuildFolder}, as Maven would: the same flags, main classes first, resources copied. */
final class Compiler implements AutoCloseable {
    private final Path folder;
    private final BuildFolder built;
    private final Settings settings;
    private final List<Path> classPath;
    private final JavaCompiler javac;
    private final StandardJavaFileManager files;

    /** @param libraries what the project needs, without its own classes */
    Compiler(Path folder, Settings settings, List<Path> libraries) {
        this.folder = folder;
        this.built = new BuildFolder(folder);
        this.settings = settings;
        this.classPath =
                Stream.concat(Stream.of(built.classes()), libraries.stream()).toList();
        javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new CourseException("This Java has no compiler: install a JDK and let JAVA_HOME name its folder");
        }
        files = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    }

    /** @return what the compiler objects to; empty if everything compiled */
    String compile() {
        String problems = compile("main", built.classes());
        return problems.isEmpty() ? compile("test", built.testClasses()) : problems;
    }

    /** Compiles these main classes anew, beside the others that are compiled; the classes of files that are gone go, too. */
    String compileAgain(Set<String> sources) {
        Path root = folder.resolve("src/main/java");
        try {
            List<Path> units = new ArrayList<>();
            for (String source : sources) {
                Path unit = folder.resolve(source);
                deleteClasses(root.relativize(unit).toString().replaceFirst("\\.java$", ""));
                if (Files.exists(unit)) {
                    units.add(unit);
                }
            }
            return compile(units, built.classes());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't compile " + sources, e);
        }
    }

    private void deleteClasses(String type) throws IOException {
        for (Path file : new FileTree(built.classes()).files(".class")) {
            if (built.classes().relativize(file).toString().matches(Pattern.quote(type) + "(\\$.*)?\\.class")) {
                Files.delete(file);
            }
        }
    }

    private String compile(String sourceSet, Path output) {
        Path sources = folder.resolve("src").resolve(sourceSet);
        try {
            clear(output);
            copy(sources.resolve("resources"), output);
            return compile(new FileTree(sources.resolve("java")).files(".java"), output);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't compile " + sources, e);
        }
    }

    private String compile(List<Path> units, Path output) throws IOException {
        if (units.isEmpty()) {
            return "";
        }
        files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
        files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
        if (settings.compilerArguments().contains("-proc:none")) {
            // Else javac opens each library to look for plugins: a third of the time that a class takes.
            files.setLocationFromPaths(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of());
        }
        List<String> options = new ArrayList<>(List.of("--release", settings.release(), "-g"));
        options.addAll(settings.compilerArguments());
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        boolean compiled = javac.getTask(
                        null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(units))
                .call();
        return compiled ? "" : String.join("\n", problems(diagnostics));
    }

    private List<String> problems(DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(problem -> problem.getKind() != Diagnostic.Kind.NOTE)
                .map(problem -> where(problem) + problem.getMessage(Locale.ROOT))
                .toList();
    }

    private String where(Diagnostic<? extends JavaFileObject> problem) {
        return problem.getLineNumber() == Diagnostic.NOPOS
                ? ""
                : folder.toAbsolutePath()
                                .relativize(Path.of(problem.getSource().toUri()))
                                .toString()
                                .replace('\\', '/')
                        + ":" + problem.getLineNumber() + ": ";
    }

    private static void clear(Path output) throws IOException {
        Files.createDirectories(output);
        for (Path file : new FileTree(output).files()) {
            Files.delete(file);
        }
    }

    private static void copy(Path resources, Path output) throws IOException {
        for (Path file : new FileTree(resources).files()) {
            Path copy = output.resolve(resources.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
