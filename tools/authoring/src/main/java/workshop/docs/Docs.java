package workshop.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The guides of a repository, and what they show and say of it. */
public final class Docs {
    private Docs() {}

    /** Writes code, hints and answers into the guides; gives the pages that changed. */
    public static List<String> write(Path root) {
        try {
            return of(root).write().stream().map(Object::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write the guides of " + root, e);
        }
    }

    /** What the guides of a repository say and isn't so; each names page and line. */
    public static List<String> problems(Path root) {
        try {
            return of(root).check().stream().map(Mistake::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the guides of " + root, e);
        }
    }

    static MarkdownPages of(Path root) throws IOException {
        return new MarkdownPages(root, Sources.commands(root), Sources.sections(root));
    }
}
