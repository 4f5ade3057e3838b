package workshop.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import workshop.course.FileTree;

/**
 * Something that a command has made and that goes with it: a folder, or what it wrote to a file in place of something else.
 *
 * @param path the folder or file
 * @param written what the command wrote to the file; null for a folder
 * @param before what was in the file; null if there was none
 */
public record Leftover(Path path, String written, String before) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A folder, to be deleted. */
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
        try {
            if (Files.exists(path) && Files.readString(path).equals(written)) {
                if (before == null) {
                    Files.delete(path);
                } else {
                    Files.writeString(path, before);
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't restore " + path, e);
        }
    }
}
