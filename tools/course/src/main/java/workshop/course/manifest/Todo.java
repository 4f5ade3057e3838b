package workshop.course.manifest;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import workshop.course.TextFile;

/**
 * One thing that the participant writes.
 *
 * @param file the file with its region, by path in the project; of an extra, the first one that its answer changes
 * @param stub what stands in the checkpoint instead of the region; empty for just a comment, null for a statement that
 *     throws and says what is to do
 * @param hints the concept, which API, almost the code
 * @param adds what of the picture it adds: parts, such as {@code Todo (event bus)}, and connections, such as
 *     {@code Todo -> Log (log group)}, where a part that may be missing has its kind
 * @param answer of an extra, which has no region in the solution: what it changes in the finished step
 * @param meant by what a compiler's objection has, a sentence about what is meant then
 * @param tests what it turns green
 * @param wrong answers that must be caught by these tests
 * @param right answers other than ours that must pass them
 */
public record Todo(
        TodoId id,
        String title,
        String file,
        String stub,
        List<String> adds,
        List<Edit> answer,
        List<String> hints,
        Map<String, String> meant,
        List<TestName> tests,
        List<Answer> wrong,
        List<Answer> right) {
    /** How code and messages name it. */
    public String label() {
        return "TODO " + id;
    }

    /** The line of a file that names it, counted from 1; 0 if none does. */
    public int lineIn(List<String> file) {
        Pattern label = Pattern.compile(Pattern.quote(label()) + "(?!\\d)");
        return TextFile.lineOf(file, line -> label.matcher(line).find());
    }
}
