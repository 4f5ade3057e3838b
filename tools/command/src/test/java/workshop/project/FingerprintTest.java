package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Jvm;
import workshop.course.FileTree;

class FingerprintTest {
    private static final Instant BUILT = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path folder;

    private Path source;
    private Fingerprint before;

    @BeforeEach
    void oneSource() throws IOException {
        source = folder.resolve("src/main/Todo.java");
        Files.createDirectories(source.getParent());
        write("one", BUILT);
        before = now();
    }

    @Test
    void isTheSameAsLongAsNothingChanges() {
        assertThat(now()).isEqualTo(before);
    }

    @Test
    void isAnotherOneIfAFileIsReplacedByAnOlderOne() throws IOException {
        write("two", BUILT.minus(Duration.ofDays(30)));
        assertThat(now()).isNotEqualTo(before);
    }

    @Test
    void isAnotherOneIfAFileFromTomorrowIsSavedToday() throws IOException {
        write("one", BUILT.plus(Duration.ofDays(1)));
        Fingerprint tomorrow = now();
        write("two", BUILT);
        assertThat(now()).isNotEqualTo(tomorrow);
    }

    @Test
    void isAnotherOneIfOnlyTheSizeDiffers() throws IOException {
        write("three", BUILT);
        assertThat(now()).isNotEqualTo(before);
    }

    @Test
    void isAnotherOneIfAFileWasMovedOrDeleted() throws IOException {
        Path moved = Files.move(source, source.resolveSibling("Task.java"));
        assertThat(now()).isNotEqualTo(before);
        Files.delete(moved);
        assertThat(now()).isNotEqualTo(before);
    }

    /** Emacs makes one beside each file that is not saved. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToNothingDoesNotCount() throws IOException {
        Files.createSymbolicLink(source.resolveSibling(".#Todo.java"), Path.of("somebody@somewhere"));
        assertThat(now()).isEqualTo(before);
    }

    /** As while Maven cleans what "up" looks at once a second. */
    @Test
    void whatGoesMeanwhileDoesNotCount() throws Exception {
        CompletableFuture<Void> cleaning = CompletableFuture.runAsync(() -> {
            FileTree classes = new FileTree(folder.resolve("src/classes"));
            for (int i = 0; i < 100; i++) {
                classes.write(Map.of("a/b/c/d.class", new byte[0], "a/b/e/f.class", new byte[0], "g/h", new byte[0]));
                classes.delete();
            }
        });
        while (!cleaning.isDone()) {
            assertThat(now().text()).startsWith(folder.resolve("src").toString());
        }
        cleaning.get();
    }

    @Test
    void isFoundInTheFileThatKeepsIt() {
        Path stamp = folder.resolve("target/stamp");
        assertThat(before.isIn(stamp)).isFalse();
        before.writeTo(stamp);
        assertThat(before.isIn(stamp)).isTrue();
    }

    @Test
    void ofTheToolsHasThePomThatTheyShare() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools/command"));
        Path ofOne = Files.writeString(tools.resolve("pom.xml"), "<project/>");
        Path ofAll = Files.writeString(tools.resolveSibling("pom.xml"), "<project/>");
        assertThat(Fingerprint.ofTools(folder)
                        .text()
                        .lines()
                        .map(line -> Path.of(line.split(" ")[0]).normalize()))
                .containsExactlyInAnyOrder(ofOne, ofAll);
    }

    /** The launcher for Windows does that before anything is compiled. */
    @Test
    void isPrintedByItsSourceAlone() throws Exception {
        Path home = Repository.ofLauncher().home();
        List<String> command = Jvm.command(home.resolve("tools/command/src/main/java/workshop/project/Fingerprint.java")
                .toString());
        command.add(home.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(Fingerprint.ofTools(home).text());
        assertThat(process.waitFor()).isZero();
    }

    private Fingerprint now() {
        return Fingerprint.of(List.of(folder.resolve("src"), folder.resolve("cdk.json")));
    }

    private void write(String text, Instant time) throws IOException {
        Files.writeString(source, text);
        Files.setLastModifiedTime(source, FileTime.from(time));
    }
}
