package workshop.course.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import workshop.course.CourseException;

/** Compiles a project into its {@link BuildFolder}, as Maven would: the same flags, main classes first, resources copied. */
final class Compiler implements AutoCloseable {
    private final Path folder;
    private final Settings settings;
    private final List<Path> classPath;
    private final JavaCompiler javac;
    private final StandardJavaFileManager files;

    Compiler(Path folder, Settings settings, List<Path> classPath) {
        this.folder = folder;
        this.settings = settings;
        this.classPath = classPath;
        javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new CourseException("This Java has no compiler: install a JDK and let JAVA_HOME name its folder");
        }
        files = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    }

    /** @return what the compiler objects to; empty if everything compiled */
    String compile() {
        BuildFolder built = new BuildFolder(folder);
        Path classes = built.classes();
        String problems = compile("main", classes, classPath);
        return problems.isEmpty()
                ? compile(
                        "test",
                        built.testClasses(),
                        Stream.concat(Stream.of(classes), classPath.stream()).toList())
                : problems;
    }

    private String compile(String sourceSet, Path output, List<Path> libraries) {
        Path sources = folder.resolve("src").resolve(sourceSet);
        try {
            clear(output);
            copy(sources.resolve("resources"), output);
            List<Path> units = java(sources.resolve("java"));
            if (units.isEmpty()) {
                return "";
            }
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, libraries);
            List<String> options = new ArrayList<>(List.of("--release", settings.release(), "-g"));
            options.addAll(settings.compilerArguments());
            DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
            boolean compiled = javac.getTask(
                            null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(units))
                    .call();
            return compiled ? "" : String.join("\n", problems(diagnostics));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't compile " + sources, e);
        }
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

    private static List<Path> java(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static void clear(Path output) throws IOException {
        Files.createDirectories(output);
        Files.walkFileTree(output, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void copy(Path resources, Path output) throws IOException {
        if (!Files.isDirectory(resources)) {
            return;
        }
        try (Stream<Path> all = Files.walk(resources)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = output.resolve(resources.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
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
