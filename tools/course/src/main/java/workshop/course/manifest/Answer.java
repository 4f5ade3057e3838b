package workshop.course.manifest;

import java.util.List;
import java.util.Map;

/**
 * What somebody writes in a TODO's place: a mistake that people really make, or a right answer that isn't ours. In an extra,
 * the region's text is that of its answer: of the first edit where {@code code} stands in its place, else of all of them.
 *
 * @param name what is wrong or different, in a few words
 * @param code the answer, in place of the region's text; or null if {@code replace} says what differs
 * @param replace a part of the region's text (without its indentation) that occurs there once
 * @param with what stands there instead
 * @param expect for a wrong answer: what the failing test's message contains; null for a right one
 * @param imports classes that the answer imports in addition; a static import starts with "static "
 * @param files files that the answer adds, by path in the project
 */
public record Answer(
        String name,
        String code,
        String replace,
        String with,
        String expect,
        List<String> imports,
        Map<String, String> files) {
    /** The edits of an extra's answer with this one in its place. */
    public List<Edit> in(List<Edit> edits) {
        return edits.stream()
                .map(edit -> code != null && edit != edits.get(0)
                        ? edit
                        : new Edit(edit.file(), edit.replace(), in(edit.with()), edit.imports()))
                .toList();
    }

    /** The text that stands in the place of the region's text. */
    public String in(String region) {
        return code != null ? code : region.replace(replace, with);
    }
}
