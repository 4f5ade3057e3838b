package workshop.course.testing;

import com.sun.source.util.JavacTask;
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
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
import workshop.course.TextFile;

/** Compiles a project into its {@link BuildFolder}, as Maven would: the same flags, main classes first, resources copied. */
final class Compiler implements AutoCloseable {
    private static final Pattern MAIN_CLASS = Pattern.compile("src/main/java/([^-]+)\\.java");

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

    /**
     * Compiles what isn't compiled yet. If only the insides of main classes changed, only these are compiled, which takes a fraction of
     * the time: no other class sees a difference.
     *
     * @return what the compiler objects to; empty if everything compiled
     */
    String compile() {
        TextFile known = new TextFile(built.compilation());
        Compilation before = Compilation.read(known);
        Compilation now = compilation();
        SortedSet<String> changed = now.changedSince(before);
        if (changed.isEmpty()) {
            return "";
        }
        try {
            Files.deleteIfExists(known.path());
            boolean areEdits = now.paths().equals(before.paths());
            String problems = areEdits && areCompiledAlone(changed, mainClasses(now.paths())) ? "" : compileAll();
            Compilation compiled = compilation();
            // Else somebody saved a source meanwhile, and which of the two was compiled isn't known.
            if (problems.isEmpty() && compiled.changedSince(now).stream().noneMatch(path -> path.startsWith("src/"))) {
                compiled.write(known);
            }
            return problems;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't compile " + folder, e);
        }
    }

    private Compilation compilation() {
        return Compilation.of(folder, Runtime.version() + " " + options() + classPath);
    }

    /** The main classes that the sources of these paths are named for, such as {@code todo/Todo}. */
    private static Set<String> mainClasses(Set<String> paths) {
        return paths.stream()
                .map(MAIN_CLASS::matcher)
                .filter(Matcher::matches)
                .map(source -> source.group(1))
                .collect(Collectors.toSet());
    }

    /** Compiles these sources beside the others; returns whether that worked, and no other source sees a difference. */
    private boolean areCompiledAlone(Set<String> sources, Set<String> mainClasses) throws IOException {
        ClassFiles classes = new ClassFiles(built.classes());
        ClassFiles fresh = new ClassFiles(built.freshClasses());
        Set<String> names = mainClasses(sources);
        // A second class in a source, or one of another package, can't be found by the source's name.
        if (names.size() < sources.size() || !classes.outer().equals(mainClasses)) {
            return false;
        }
        clear(fresh.folder());
        if (!compile(sources.stream().map(folder::resolve).toList(), fresh.folder())
                        .isEmpty()
                || !fresh.outer().equals(names)
                || !api(names, fresh).looksLike(api(names, classes))) {
            return false;
        }
        classes.replaceBy(fresh);
        return true;
    }

    private Api api(Set<String> names, ClassFiles compiled) throws IOException {
        List<Path> path =
                Stream.concat(Stream.of(compiled.folder()), classPath.stream()).toList();
        files.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
        var task = (JavacTask) javac.getTask(null, files, null, List.of("-proc:none"), null, null);
        return Api.of(
                task.getElements(),
                names.stream().map(name -> name.replace('/', '.')).toList());
    }

    private String compileAll() throws IOException {
        String problems = compile("main", built.classes());
        return problems.isEmpty() ? compile("test", built.testClasses()) : problems;
    }

    private String compile(String sourceSet, Path output) throws IOException {
        Path sources = folder.resolve("src").resolve(sourceSet);
        clear(output);
        copy(sources.resolve("resources"), output);
        return compile(new FileTree(sources.resolve("java")).files(".java"), output);
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
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        boolean compiled = javac.getTask(
                        null, files, diagnostics, options(), null, files.getJavaFileObjectsFromPaths(units))
                .call();
        return compiled ? "" : String.join("\n", problems(diagnostics));
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("--release", settings.release(), "-g"));
        options.addAll(settings.compilerArguments());
        return options;
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
