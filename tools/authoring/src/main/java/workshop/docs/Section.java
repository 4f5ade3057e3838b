package workshop.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/** What a guide says of a TODO. */
record Section(Step step, Todo todo) {
    private static final List<String> LEVELS = List.of("the idea", "the API", "almost the code");

    /** Its heading under a stable anchor, which messages of tests point to, and its file; of an extra, its test as well. */
    List<String> head() {
        List<String> lines = new ArrayList<>(List.of(
                "<a id=\"" + todo.id().anchor() + "\"></a>",
                "",
                (step.isExtra() ? "### " : "## ") + todo.id() + " " + todo.title(),
                "",
                "**File:** [`" + Path.of(todo.file()).getFileName() + "`](../" + step.folder() + "/" + todo.file()
                        + ")"));
        if (step.isExtra()) {
            lines.addAll(List.of("", "**Check:** `./workshop test " + step.step() + " --extra`"));
        }
        return lines;
    }

    /**
     * Its hints and the answer, each folded.
     *
     * @param region the answer, unless it is an extra's, which has its own
     */
    List<String> help(List<String> region) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < todo.hints().size(); i++) {
            String level = i < LEVELS.size() ? ": " + LEVELS.get(i) : "";
            lines.add("<details><summary>Hint " + (i + 1) + level + "</summary>");
            lines.add("");
            lines.addAll(todo.hints().get(i).strip().lines().toList());
            lines.add("");
            lines.add("</details>");
            lines.add("");
        }
        lines.add("<details><summary>Answer</summary>");
        lines.add("");
        if (step.isExtra()) {
            todo.answer().forEach(edit -> {
                lines.addAll(List.of(edit.place() + ":", ""));
                String manifest = "tools/course/extras/step-" + step.step() + ".yaml";
                code(manifest, edit.file(), edit.with().lines().toList(), lines);
            });
        } else {
            code("solution/" + todo.file(), todo.file(), region, lines);
        }
        lines.add("</details>");
        return lines;
    }

    private void code(String source, String file, List<String> code, List<String> lines) {
        lines.add("<!-- code: " + source + " region " + todo.id() + " -->");
        lines.add("```" + file.substring(file.lastIndexOf('.') + 1));
        lines.addAll(code);
        lines.add("```");
        lines.add("");
    }
}
