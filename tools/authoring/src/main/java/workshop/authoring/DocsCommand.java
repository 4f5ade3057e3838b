package workshop.authoring;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.docs.MarkdownPages;
import workshop.docs.Mistake;
import workshop.project.Repository;

/** {@code docs}: writes what the guides show of the repository, and says what else in them is not so. */
@Command(
        name = "docs",
        description = "Write code, hints and answers into the guides, and check everything else in them.")
final class DocsCommand implements Callable<Integer> {
    @Option(names = "--check", description = "Write nothing; fail if anything would change.")
    private boolean check;

    @Override
    public Integer call() {
        Path home = Repository.ofLauncher().home();
        if (!check) {
            MarkdownPages.of(home).write().forEach(page -> System.out.println("Written: " + page));
        }
        List<Mistake> problems = MarkdownPages.of(home).check();
        problems.forEach(System.err::println);
        System.out.println(
                problems.isEmpty()
                        ? "The guides are as they should be."
                        : "Findings: " + problems.size() + ", see above.");
        return problems.isEmpty() ? 0 : 1;
    }
}
