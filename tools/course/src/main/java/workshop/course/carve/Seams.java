package workshop.course.carve;

import java.util.ArrayList;
import java.util.List;

/** Lines, and the seams between them where something was cut out: no blank line is left there that wasn't one before. */
final class Seams {
    private final List<String> lines = new ArrayList<>();
    private boolean seam;

    /** Something is cut out here. */
    void cut() {
        seam = true;
    }

    void add(String line) {
        if (seam) {
            if (line.isBlank() && (lines.isEmpty() || last().isBlank() || last().endsWith("{"))) {
                return;
            }
            if (line.strip().startsWith("}")) {
                dropBlankEnd();
            }
            seam = false;
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
        if (seam) {
            dropBlankEnd();
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
