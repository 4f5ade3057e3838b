package workshop.prove;

/**
 * Something that isn't as the course says.
 *
 * @param step that it is about; 0 for the whole course
 * @param todo the number of its TODO; 0 for none
 * @param where the step or the TODO, and what of it: "step 2", "TODO 2.3, wrong answer \"one call per record\""
 * @param expected what should be
 * @param happened what is instead
 */
public record Finding(int step, int todo, String where, String expected, String happened) {

    @Override
    public String toString() {
        return where + "\n  expected: " + indented(expected) + "\n  happened: " + indented(happened);
    }

    private static String indented(String text) {
        return text.strip().replace("\n", "\n            ");
    }
}
