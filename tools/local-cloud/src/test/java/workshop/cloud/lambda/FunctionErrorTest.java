package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionErrorTest {
    private static final String FRAME = "\tat todo.handlers.ActivityLog.claim(ActivityLog.java:61)";

    @Test
    void aStackTraceIsOneLineWithThePlaceInTheProject() {
        List<String> log = List.of(
                "INIT_REPORT Init Duration: 1.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError",
                "START RequestId: 1",
                "no: java.lang.IllegalStateException",
                "java.lang.IllegalStateException: no",
                "\tat java.base/java.util.List.of(List.java:1)",
                FRAME,
                "\t... 2 more",
                "END RequestId: 1");
        assertThat(FunctionError.ownLines(log, "todo", 4))
                .containsExactly("java.lang.IllegalStateException: no (ActivityLog.java:61)");
    }

    /** An endless recursion leaves the longest trace that a JVM writes, 1,024 frames. */
    @Test
    void theTraceOfAnEndlessRecursionIsOneLineToo() {
        List<String> log = Stream.concat(
                        Stream.of("java.lang.StackOverflowError"),
                        IntStream.range(0, 1024).mapToObj(i -> FRAME))
                .toList();
        assertThat(FunctionError.ownLines(log, "todo", 4))
                .containsExactly("java.lang.StackOverflowError (ActivityLog.java:61)");
    }
}
