package workshop.course.manifest;

import java.util.List;
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
    public Edit {
        imports = imports == null ? List.of() : List.copyOf(imports);
    }

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
        if (replace == null ? !text.isEmpty() : !isOnce(replace, text)) {
            throw new CourseException(
                    file + (replace == null ? " is there already" : " doesn't have once: " + replace.strip()));
        }
        return replace == null ? with : text.replace(replace, with);
    }

    private static boolean isOnce(String part, String text) {
        return text.contains(part) && text.indexOf(part) == text.lastIndexOf(part);
    }
}
