package workshop.bench;

import java.util.Locale;

/**
 * A line of the bench's table.
 *
 * @param what was measured
 * @param value with its unit
 * @param bound what it should be at least or at most; empty if it is only reported
 * @param kept whether it is
 */
record Measurement(String what, String value, String bound, boolean kept) {

    /** A measurement that has no bound. */
    static Measurement reported(String what, String value) {
        return new Measurement(what, value, "", true);
    }

    static Measurement atMost(String what, double value, double most, String unit) {
        return new Measurement(what, text(value) + " " + unit, "≤ " + text(most) + " " + unit, value <= most);
    }

    static Measurement atLeast(String what, double value, double least, String unit) {
        return new Measurement(what, text(value) + " " + unit, "≥ " + text(least) + " " + unit, value >= least);
    }

    private static String text(double value) {
        return value == Math.rint(value) || value >= 100
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, "%.2f", value);
    }

    String row() {
        return "| " + what + " | " + value + " | " + bound + " | " + (bound.isEmpty() ? "" : kept ? "✓" : "✗") + " |";
    }
}
