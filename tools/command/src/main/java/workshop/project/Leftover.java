package workshop.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import workshop.course.FileTree;
import workshop.course.TextFile;

/**
 * Something that a command has made and that goes with it: a folder, or what it wrote to a file in place of something else.
 *
 * @param path the folder or file
 * @param written what the command wrote to the file; null for a folder
 * @param before what was in the file; null if there was none
 */
public record Leftover(Path path, String written, String before) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Leftover folder(Path folder) {
        return new Leftover(folder, null, null);
    }

    static Leftover of(String text) throws IOException {
        return JSON.readValue(text, Leftover.class);
    }

    String text() throws IOException {
        return JSON.writeValueAsString(this);
    }

    /** Makes it as it was before; a file that somebody else has written since stays. Returns whether that is done. */
    boolean takeBack() {
        if (written == null) {
            return new FileTree(path).delete();
        }
        TextFile file = new TextFile(path);
        if (!file.find().equals(Optional.of(written))) {
            return true;
        }
        if (before == null) {
            return new FileTree(path).delete();
        }
        file.write(before);
        return true;
    }
}
