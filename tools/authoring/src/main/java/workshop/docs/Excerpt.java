package workshop.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a source file, as a guide shows it: without marker lines, and moved to the left margin. */
final class Excerpt {
    private static final Pattern REGION = Pattern.compile("\\s*(?://|<!--|#)\\s*region\\s+(\\S+).*");
    private static final Pattern END = Pattern.compile("\\s*(?://|<!--|#)\\s*endregion\\b.*");

    private Excerpt() {}

    /** The file's lines without the markers of regions. */
    static List<String> whole(List<String> file) {
        return file.stream()
                .filter(line ->
                        !REGION.matcher(line).matches() && !END.matcher(line).matches())
                .toList();
    }

    /** The lines of the regions with this id, an empty line between two; empty if the file has no such region. */
    static List<String> region(List<String> file, String id) {
        List<String> lines = new ArrayList<>();
        int depth = 0;
        int within = 0;
        for (String line : file) {
            Matcher region = REGION.matcher(line);
            if (region.matches()) {
                depth++;
                if (within == 0 && region.group(1).equals(id)) {
                    within = depth;
                    if (!lines.isEmpty()) {
                        lines.add("");
                    }
                }
            } else if (END.matcher(line).matches()) {
                if (within == depth) {
                    within = 0;
                }
                depth--;
            } else if (within > 0) {
                lines.add(line);
            }
        }
        return outdented(lines);
    }

    private static List<String> outdented(List<String> lines) {
        int margin = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "" : line.substring(margin))
                .toList();
    }
}
