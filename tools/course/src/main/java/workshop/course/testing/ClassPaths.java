package workshop.course.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import workshop.course.CourseException;

/**
 * What projects need to be compiled and tested, as Maven resolves it: once for each pom, then remembered in a folder.
 *
 * @param repository whose Maven wrapper is used
 * @param cache a folder for what was resolved; made when it is needed
 */
public record ClassPaths(Path repository, Path cache) {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Those of a repository, remembered where it is built. */
    public static ClassPaths of(Path repository) {
        return new ClassPaths(repository, repository.resolve("tools/course/target/class-paths"));
    }

    /**
     * The class path of a project's tests, without the project's own classes.
     *
     * @throws CourseException with what Maven says if it can't be resolved
     */
    public synchronized List<Path> of(String pom) {
        String name =
                UUID.nameUUIDFromBytes(pom.getBytes(StandardCharsets.UTF_8)).toString();
        Path known = cache.resolve(name + ".classpath");
        try {
            if (Files.exists(known)) {
                List<Path> jars = paths(Files.readString(known));
                if (jars.stream().allMatch(Files::exists)) {
                    return jars;
                }
            }
            Path folder = Files.createDirectories(cache.resolve(name));
            Files.writeString(folder.resolve("pom.xml"), pom);
            resolve(folder);
            Files.move(folder.resolve("classpath"), known, StandardCopyOption.REPLACE_EXISTING);
            return paths(Files.readString(known));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep the class path in " + cache, e);
        }
    }

    private void resolve(Path folder) throws IOException {
        Path log = folder.resolve("maven.log");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        ProcessBuilder resolving = new ProcessBuilder(
                        repository.resolve(windows ? "mvnw.cmd" : "mvnw").toString(),
                        "--quiet",
                        "--batch-mode",
                        "dependency:build-classpath",
                        "-DincludeScope=test",
                        "-Dmdep.outputFile=classpath")
                .directory(folder.toFile());
        if (!new LimitedProgram(resolving, log, LIMIT).succeeds()) {
            throw new CourseException(complaint(folder.resolve("pom.xml"), log));
        }
    }

    /** The line in which Maven says what is missing, or else the first that says what is wrong; the rest is how to run it again. */
    private static String complaint(Path pom, Path log) throws IOException {
        String said = Files.readString(log);
        if (said.contains("Could not transfer")) {
            return "Maven Central can't be reached, which has what " + pom
                    + " asks for.\n  → Check the network with ./workshop doctor. What Maven says is in " + log;
        }
        return "A project's pom.xml asks for what Maven can't resolve: "
                + said.lines()
                        .filter(line -> line.startsWith("[ERROR]") || line.startsWith("[FATAL]"))
                        .map(line ->
                                line.replaceAll("(\\[(ERROR|FATAL)] *)+", "").strip())
                        .filter(line -> !line.isEmpty() && !line.startsWith("Some problems were encountered"))
                        .min(Comparator.comparing(line -> !line.startsWith("Could not find artifact")))
                        .orElse("")
                + "\nAll that Maven says is in " + log + ".";
    }

    private static List<Path> paths(String text) {
        return Arrays.stream(text.strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
