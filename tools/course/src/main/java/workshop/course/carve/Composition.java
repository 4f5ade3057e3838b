package workshop.course.carve;

import java.util.List;
import java.util.Map;
import workshop.course.carve.Piece.Region;
import workshop.course.manifest.TodoId;

/**
 * What a file of the solution is in a step.
 *
 * @param step regions of later steps are left out
 * @param replacements what stands in the place of the region of a TODO
 */
record Composition(int step, Map<TodoId, String> replacements) {

    String of(SourceFile file) {
        JoinedLines text = new JoinedLines();
        add(file.pieces(), text);
        String composed = text.text();
        boolean pruned =
                file.syntax() == CommentSyntax.SLASHES && !file.regions().isEmpty();
        return pruned ? Imports.prune(composed) : composed;
    }

    /** The region's own text, without its indentation. */
    String of(Region region) {
        JoinedLines text = new JoinedLines();
        add(region.pieces(), text);
        return text.text().stripIndent();
    }

    private void add(List<Piece> pieces, JoinedLines text) {
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Line line) {
                text.add(line.text());
            } else if (piece instanceof Region region) {
                text.cut();
                add(region, text);
                text.cut();
            }
        }
    }

    private void add(Region region, JoinedLines text) {
        if (region.step() > step) {
            return;
        }
        String replacement = region.todo().map(replacements::get).orElse(null);
        if (replacement == null) {
            add(region.pieces(), text);
        } else {
            replacement.stripIndent().lines().forEach(line -> text.add(line.isBlank() ? "" : region.indent() + line));
        }
    }
}
