package workshop.course.carve;

/** What a file of the solution is made of: lines, and regions of lines. */
sealed interface Piece permits Piece.Line, Region {

    /** @param text without its line break */
    record Line(String text) implements Piece {}
}
