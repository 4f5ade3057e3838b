package workshop.prove;

import java.nio.file.Path;
import workshop.docs.Docs;

/** Proof 7: what the guides show is the code, and their links work. */
record Guides(Path repository, Report report) {

    void prove() {
        Docs.problems(repository)
                .forEach(problem ->
                        report.add(Finding.of("the guides", "what they say is so of the repository", problem)));
    }
}
