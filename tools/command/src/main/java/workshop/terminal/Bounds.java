package workshop.terminal;

/** The numbers that an option takes. */
public record Bounds(int first, int last) {
    public static final Bounds PORT = new Bounds(1, 65_535);

    /** The number; throws {@link Problem} if it is another one. The option is named as it is typed. */
    public int require(String option, int number) {
        if (number < first || number > last) {
            throw new Problem(option + " is " + number + ".", "Take a number from " + first + " to " + last + ".");
        }
        return number;
    }
}
