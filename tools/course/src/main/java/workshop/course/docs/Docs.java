package workshop.course.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code docs}: writes what the guides show of the repository, and says what else in them is not so. */
@Command(
        name = "docs",
        mixinStandardHelpOptions = true,
        description = "Write code, hints and answers into the guides, and check everything else in them.")
public final class Docs implements Callable<Integer> {
    @Option(names = "--check", description = "Write nothing; fail if anything would change.")
    private boolean check;

    @Option(names = "--repository", paramLabel = "FOLDER", defaultValue = "", hidden = true)
    private Path repository;

    /** What the guides of a repository say and isn't so; each names page and line. */
    public static List<String> problems(Path root) {
        try {
            return of(root).check().stream().map(Finding::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the guides of " + root, e);
        }
    }

    /** The guides of a repository. */
    static Handbook of(Path root) throws IOException {
        return new Handbook(root, Sources.commands(root), Sources.tasks(root));
    }

    @Override
    public Integer call() throws IOException {
        if (!check) {
            of(repository).write().forEach(page -> System.out.println("Written: " + page));
        }
        Handbook handbook = of(repository);
        List<Finding> findings = handbook.check();
        findings.forEach(System.err::println);
        System.out.println(handbook.size() + " pages, " + findings.size() + " findings");
        return findings.isEmpty() ? 0 : 1;
    }
}
