package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.local.TestReports.Result;

class TestReportsTest {
    @TempDir
    private Path folder;

    @Test
    void everyTestIsThereWithWhatBecameOfIt() throws IOException {
        Files.writeString(folder.resolve("TEST-todo.e2e.StreamIT.xml"), """
                <testsuite name="todo.e2e.StreamIT" tests="3">
                  <testcase name="publishes" classname="todo.e2e.StreamIT" time="3.25"/>
                  <testcase name="fails" classname="todo.e2e.StreamIT" time="1"><failure message="no">trace</failure></testcase>
                  <testcase name="breaks" classname="todo.e2e.StreamIT" time="0"><error message="no"/></testcase>
                </testsuite>
                """);
        Files.writeString(folder.resolve("failsafe-summary.xml"), "<failsafe-summary/>");

        assertThat(TestReports.in(folder).results())
                .containsExactly(
                        new Result("StreamIT.publishes", true, 3.25),
                        new Result("StreamIT.fails", false, 1),
                        new Result("StreamIT.breaks", false, 0));
        assertThat(TestReports.in(folder).table()).isEqualTo("""
                | test | passed | seconds |
                |---|---|---|
                | `StreamIT.publishes` | yes | 3.3 |
                | `StreamIT.fails` | **no** | 1.0 |
                | `StreamIT.breaks` | **no** | 0.0 |
                """);
    }

    @Test
    void thoseOfAnEarlierRunDoNotCount() throws IOException {
        Files.writeString(folder.resolve("TEST-todo.e2e.StreamIT.xml"), "<testsuite/>");
        TestReports.clear(folder);
        assertThat(folder).isEmptyDirectory();
        assertThat(TestReports.in(folder.resolve("none")).results()).isEmpty();
    }
}
