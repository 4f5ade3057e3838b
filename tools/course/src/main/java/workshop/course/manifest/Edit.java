package workshop.course.manifest;

import java.util.List;
import java.util.Optional;
import workshop.course.CourseException;

/**
 * A change to a file of a project.
 *
 * @param file by path in the project
 * @param replace a text that occurs once in the file; null for a file that is new
 * @param with what stands there instead; of a new file, all of it
 * @param imports classes that the file imports in addition; a static import starts with "static "
 */
public record Edit(String file, String replace, String with, List<String> imports) {
    /** Where it is, for people. */
    public String place() {
        return replace == null
                ? "A new file, `" + file + "`"
                : "In `" + file + "`, in place of `"
                        + replace.lines().findFirst().orElse("").strip() + "`";
    }

    /**
     * The file's text after the change, but for its imports.
     *
     * @param text empty if there is no such file
     * @throws CourseException if the text isn't what is to be changed
     */
    public String in(String text) {
        if (replace == null && !text.isEmpty()) {
            throw new CourseException(file + " is there already: say what of it to replace");
        }
        wrongWith(replace, text).ifPresent(wrong -> {
            throw new CourseException(file + " " + wrong);
        });
        return replace == null ? with : text.replace(replace, with);
    }

    /** Unless there is nothing to replace, it must be in the text, once; empty if it is. */
    public static Optional<String> wrongWith(String replace, String text) {
        if (replace == null) {
            return Optional.empty();
        }
        String part = "\"" + replace.strip() + "\"";
        if (replace.isEmpty() || !text.contains(replace)) {
            return Optional.of("does not contain " + part + " to replace: write what it has now");
        }
        return text.indexOf(replace) == text.lastIndexOf(replace)
                ? Optional.empty()
                : Optional.of("contains " + part + " more than once: write more of it, to say which is meant");
    }
}
