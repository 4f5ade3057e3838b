package workshop.course.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import workshop.course.FileTree;
import workshop.course.testing.TestWorker.Order;

/**
 * A folder with a project, and the warm process that runs its tests in it. Not for several threads.
 *
 * <p>The process is replaced when it has become big: what old classes hold is not always let go, and CDK's own process lets
 * nothing go at all.
 */
public final class TestProject implements AutoCloseable {
    private static final long MAX_MIB = 1_400;

    /** A whole suite with CDK's strictest rules takes 960 MiB at first, and each later load of it some 18 more. */
    private static final int MAX_LOADS_OF_UNKNOWN_SIZE = 15;

    private final Path folder;
    private final List<Path> classPath;
    private final Map<String, String> environment;
    private final Compiler compiler;
    private final long maxMiB;
    private TestProcess process;
    private boolean isCompiledAnew;

    /**
     * @param folder the project's folder; it may be empty
     * @param classPath what it needs, without its own classes
     * @param environment variables that the tests get, in addition to the settings' ones
     */
    public TestProject(Path folder, Settings settings, List<Path> classPath, Map<String, String> environment) {
        this(folder, settings, classPath, environment, MAX_MIB);
    }

    TestProject(Path folder, Settings settings, List<Path> classPath, Map<String, String> environment, long maxMiB) {
        this.maxMiB = maxMiB;
        this.folder = folder;
        this.classPath = List.copyOf(classPath);
        this.environment = new TreeMap<>(settings.environment());
        this.environment.putAll(environment);
        this.compiler = new Compiler(folder, settings, classPath);
    }

    public Path folder() {
        return folder;
    }

    /** Makes the folder this project; what was built in it stays, and {@link #compile} builds what changed. */
    public void put(SortedMap<String, byte[]> files) {
        try {
            Files.createDirectories(folder);
            for (Path there : new FileTree(folder.resolve("src")).files()) {
                if (!files.containsKey(folder.relativize(there).toString().replace('\\', '/'))) {
                    Files.delete(there);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write the project to " + folder, e);
        }
        new FileTree(folder).write(files);
    }

    /** @return what the compiler objects to, with file and line; empty if everything compiled */
    public String compile() {
        isCompiledAnew = true;
        return compiler.compile();
    }

    /**
     * Runs tests of what was compiled.
     *
     * @param limit how long one test may take; a run with one that takes longer is broken. It is asked again and again, as it
     *     may become another one while tests run
     */
    public TestRun run(Selection selection, Supplier<Duration> limit) {
        if (process != null && (!process.isAlive() || isCompiledAnew && isBig())) {
            process.close();
            process = null;
        }
        if (process == null) {
            process = TestProcess.start(folder, classPath, environment);
        }
        TestRun run = process.run(new Order(isCompiledAnew, selection), limit);
        isCompiledAnew = false;
        return run;
    }

    private boolean isBig() {
        OptionalLong memory = process.memory();
        return memory.isPresent() ? memory.getAsLong() > maxMiB : process.loads() >= MAX_LOADS_OF_UNKNOWN_SIZE;
    }

    @Override
    public void close() {
        compiler.close();
        if (process != null) {
            process.close();
        }
    }
}
