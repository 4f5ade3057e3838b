package workshop.course.carve;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import workshop.course.carve.SourceFile.Line;
import workshop.course.carve.SourceFile.Region;
import workshop.course.manifest.TodoId;

/**
 * What a file of the solution is in a step.
 *
 * @param step regions of later steps are left out
 * @param replacements what stands in the place of the region of a TODO
 */
record Composition(int step, Map<TodoId, String> replacements) {

    String of(SourceFile file) {
        String text = of(file.lines());
        boolean pruned =
                file.syntax() == CommentSyntax.SLASHES && !file.regions().isEmpty();
        return pruned ? Imports.prune(text) : text;
    }

    String of(List<Line> lines) {
        JoinedLines text = new JoinedLines();
        List<Region> around = List.of();
        Set<Region> replaced = new HashSet<>();
        for (Line line : lines) {
            if (!line.within().equals(around)) { // a marker was here
                text.cut();
                around = line.within();
            }
            Optional<Region> toReplace = around.stream()
                    .filter(region ->
                            region.todo().filter(replacements::containsKey).isPresent())
                    .findFirst();
            if (toReplace.isPresent()) {
                toReplace.filter(replaced::add).ifPresent(region -> replace(region, text));
            } else if (around.stream().allMatch(region -> region.step() <= step)) {
                text.add(line.text());
            }
        }
        if (!around.isEmpty()) {
            text.cut();
        }
        return text.text();
    }

    private void replace(Region region, JoinedLines text) {
        String replacement = replacements.get(region.todo().orElseThrow());
        replacement.stripIndent().lines().forEach(line -> text.add(line.isBlank() ? "" : region.indent() + line));
    }
}
