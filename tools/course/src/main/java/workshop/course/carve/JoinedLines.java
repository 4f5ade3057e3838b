package workshop.course.carve;

import java.util.ArrayList;
import java.util.List;

/** Lines of a file, joined where something was cut out: no blank line is left there that a reader would stumble over. */
final class JoinedLines {
    private final List<String> lines = new ArrayList<>();
    private boolean wasCut;

    /** Something is cut out here. */
    void cut() {
        wasCut = true;
    }

    void add(String line) {
        if (wasCut) {
            if (line.isBlank() && (lines.isEmpty() || last().isBlank() || last().endsWith("{"))) {
                return;
            }
            if (line.strip().startsWith("}")) {
                dropBlankEnd();
            }
            wasCut = false;
        }
        lines.add(line);
    }

    private String last() {
        return lines.get(lines.size() - 1);
    }

    private void dropBlankEnd() {
        while (!lines.isEmpty() && last().isBlank()) {
            lines.remove(lines.size() - 1);
        }
    }

    String text() {
        if (wasCut) {
            dropBlankEnd();
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
