package workshop.docs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables under {@code <!-- computed -->}: their last three columns are a quantity, a price and their product in cents,
 * and the last row is the sum.
 */
final class ComputedTable {
    private static final String MARK = "<!-- computed -->";
    private static final int HEADER_LINES = 2;

    private ComputedTable() {}

    static List<Mistake> check(Page page) {
        List<String> lines = page.lines();
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(MARK)) {
                int first = i + 1 + HEADER_LINES;
                int end = first;
                while (end < lines.size() && lines.get(end).startsWith("|")) {
                    end++;
                }
                if (end - first < 2) {
                    mistakes.add(page.mistake(i + 1, "a table with a row and a sum must follow"));
                } else {
                    rows(page, first, end, mistakes);
                }
            }
        }
        return mistakes;
    }

    private static void rows(Page page, int first, int end, List<Mistake> mistakes) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = first; i < end; i++) {
            String[] cells = page.lines().get(i).replace("*", "").split("\\|");
            try {
                BigDecimal cost = number(cells, 1);
                BigDecimal right = i == end - 1
                        ? sum
                        : number(cells, 3).multiply(number(cells, 2)).setScale(2, RoundingMode.HALF_UP);
                if (cost.compareTo(right) != 0) {
                    mistakes.add(page.mistake(i + 1, "the cost is " + right + ", not " + cost));
                }
                sum = sum.add(right);
            } catch (NumberFormatException e) {
                mistakes.add(page.mistake(
                        i + 1,
                        "the last three columns are no numbers: " + page.lines().get(i)));
            }
        }
    }

    private static BigDecimal number(String[] cells, int fromTheRight) {
        return cells.length < fromTheRight + 1
                ? new BigDecimal("missing")
                : new BigDecimal(cells[cells.length - fromTheRight].strip());
    }
}
