package workshop.course.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The thread of a process of Java that doesn't go on, as the JDK's {@code jstack} sees it. */
final class StuckThread {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CALLS = 10;
    private static final Pattern THREAD = Pattern.compile("(?m)^\".*\\R(?:[ \\t]+.*\\R)*");
    private static final Pattern FRAME = Pattern.compile("at ([\\w.$]+)\\.[\\w$<>]+\\((\\w+\\.java:\\d+)\\)");

    /** How a place ends at which CDK's own process has not answered yet. */
    static final String IN_CDK = ", while CDK was at work";

    private StuckThread() {}

    /** Where in the project of a folder it is, such as {@code " at Lamp.java:12"}, and what called that; empty if unknown. */
    static String place(long pid, Path folder) {
        return place(stacks(pid), new BuildFolder(folder).classes());
    }

    static String place(String stacks, Path classes) {
        return THREAD.matcher(stacks)
                        .results()
                        .map(MatchResult::group)
                        .sorted(Comparator.comparing(thread -> !thread.contains("State: RUNNABLE")))
                        .map(thread -> places(thread, classes))
                        .filter(places -> !places.isEmpty())
                        .findFirst() // it computes; else the main one
                        .map(places -> " at " + String.join(", called at ", places))
                        .orElse("")
                + (stacks.contains("at software.amazon.jsii.JsiiRuntime.") ? IN_CDK : "");
    }

    /** Where a thread is in the project, the called before its caller: any of them may have the loop. */
    private static List<String> places(String thread, Path classes) {
        return FRAME.matcher(thread)
                .results()
                .filter(frame -> Files.exists(classes.resolve(frame.group(1).replace('.', '/') + ".class")))
                .map(frame -> frame.group(2))
                .distinct() // what calls itself
                .limit(CALLS)
                .toList();
    }

    private static String stacks(long pid) {
        try {
            Path out = Files.createTempFile("stacks", ".txt");
            try {
                String jstack = Path.of(System.getProperty("java.home"), "bin", "jstack")
                        .toString();
                new LimitedProgram(new ProcessBuilder(jstack, "" + pid), out, PATIENCE).succeeds();
                return Files.readString(out, StandardCharsets.UTF_8);
            } finally {
                Files.delete(out);
                // What jstack has asked leaves its socket when it is killed.
                Files.deleteIfExists(Path.of("/tmp/.java_pid" + pid));
            }
        } catch (IOException noJstack) {
            // A Java without it runs the tests as well; the test's name has to do.
            return "";
        }
    }
}
