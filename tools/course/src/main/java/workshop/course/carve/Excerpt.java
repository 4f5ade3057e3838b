package workshop.course.carve;

import java.util.List;
import java.util.stream.Collectors;

/** A file of the solution as a guide shows it: without marker lines. */
public record Excerpt(String path, String text) {

    /** All its lines. */
    public List<String> whole() {
        return SourceFile.lines(file().pieces());
    }

    /** The lines of the regions of this TODO at the left margin, an empty line between two; none if there is no such region. */
    public List<String> region(String todo) {
        // without a line break at the end, which would be a line without an indentation
        return file().regions().stream()
                .filter(region ->
                        region.todo().map(Object::toString).filter(todo::equals).isPresent())
                .map(region -> String.join("\n", SourceFile.lines(region.pieces())))
                .collect(Collectors.joining("\n\n"))
                .stripIndent()
                .lines()
                .toList();
    }

    /** What is wrong with its markers is said when the course is read. */
    private SourceFile file() {
        return SourceFile.parse(path, CommentSyntax.of(path).orElse(CommentSyntax.SLASHES), text, problem -> {});
    }
}
