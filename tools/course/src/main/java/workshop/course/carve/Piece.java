package workshop.course.carve;

import java.util.List;
import java.util.Optional;
import workshop.course.manifest.TodoId;

/** What a file of the solution is made of: lines, and regions of lines. */
sealed interface Piece {

    /** @param text without its line break */
    record Line(String text) implements Piece {}

    /**
     * What stands between {@code // region …} and {@code // endregion}.
     *
     * @param step the step with which it arrives
     * @param todo the TODO that it answers; empty for code that is given
     * @param title of the TODO, as the marker says it; empty if it says none
     * @param indent the marker's indentation
     * @param line the marker's line number in the solution's file
     */
    record Region(int step, Optional<TodoId> todo, String title, String indent, int line, List<Piece> pieces)
            implements Piece {}
}
