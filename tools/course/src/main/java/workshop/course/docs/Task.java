package workshop.course.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A TODO of the course, as its guide describes it.
 *
 * @param id such as 2.3
 * @param step the folder of its step, which is also the name of its page
 * @param file in the step's project and in the solution
 * @param hints each goes further than the one before
 */
record Task(String id, String step, String title, String file, List<String> hints) {
    private static final List<String> LEVELS = List.of("the idea", "the API", "almost the code");

    /** The page that it belongs to, from the top of the repository. */
    String page() {
        return "docs/" + step + ".md";
    }

    /** Its heading under a stable anchor, which messages of tests point to, and its file. */
    List<String> head() {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return List.of(
                "<a id=\"" + id.replace(".", "") + "\"></a>",
                "",
                "## " + id + " " + title,
                "",
                "**File:** [`" + name + "`](../" + step + "/" + file + ")");
    }

    /** Its hints and the answer, each folded. */
    List<String> help(List<String> answer) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < hints.size(); i++) {
            String level = i < LEVELS.size() ? ": " + LEVELS.get(i) : "";
            lines.add("<details><summary>Hint " + (i + 1) + level + "</summary>");
            lines.add("");
            lines.addAll(hints.get(i).strip().lines().toList());
            lines.add("");
            lines.add("</details>");
            lines.add("");
        }
        lines.add("<details><summary>Answer</summary>");
        lines.add("");
        lines.add("<!-- code: solution/" + file + " region " + id + " -->");
        lines.add("```" + file.substring(file.lastIndexOf('.') + 1));
        lines.addAll(answer);
        lines.add("```");
        lines.add("");
        lines.add("</details>");
        return lines;
    }
}
