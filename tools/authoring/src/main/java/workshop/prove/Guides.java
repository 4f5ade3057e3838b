package workshop.prove;

import java.nio.file.Path;
import workshop.docs.MarkdownPages;

/** Proof 7: what the guides show is the code, and their links work. */
record Guides(Path repository, Report report) {

    void prove() {
        MarkdownPages.of(repository)
                .check()
                .forEach(problem ->
                        report.found("the guides", "what they say is so of the repository", problem.toString()));
    }
}
