package workshop.terminal;

/** The numbers that an option takes. */
public record Bounds(int first, int last) {
    public static final Bounds PORT = new Bounds(1, 65_535);

    /** Throws {@link Problem} if the number is another; the option is named as it is typed. */
    public void require(String option, int number) {
        if (number < first || number > last) {
            throw new Problem(option + " is " + number + ".", "Take a number from " + first + " to " + last + ".");
        }
    }
}
