package workshop.prove;

import java.util.ArrayList;
import java.util.List;

/** What a longest common subsequence of lines leaves: lines that went, and lines that came. */
record LineDiff(List<String> gone, List<String> come) {

    static LineDiff between(List<String> before, List<String> after) {
        int[][] common = common(before, after);
        List<String> gone = new ArrayList<>();
        List<String> come = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                gone.add(before.get(i++));
            } else {
                come.add(after.get(j++));
            }
        }
        return new LineDiff(gone, come);
    }

    /** How long the longest common subsequence is of what comes after each pair of places. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
