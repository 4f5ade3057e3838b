package workshop.docs;

import java.nio.file.Path;

/**
 * Something in a page that is not true of the repository.
 *
 * @param page relative to the repository
 * @param line counted from 1
 * @param what what is wrong, and what to do about it
 */
public record Mistake(Path page, int line, String what) {
    @Override
    public String toString() {
        return page.toString().replace('\\', '/') + ":" + line + ": " + what;
    }
}
