package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FreshnessTest {
    private static final long BUILT = 1_000_000;

    @TempDir
    private Path folder;

    private Path source;
    private Path made;

    @BeforeEach
    void builtFromOneSource() throws IOException {
        source = Files.createDirectories(folder.resolve("src/main"));
        Files.writeString(source.resolve("Todo.java"), "");
        made = Files.writeString(folder.resolve("made"), "");
        at(source.resolve("Todo.java"), BUILT - 5_000);
        at(source, BUILT - 5_000);
        at(made, BUILT);
    }

    @Test
    void freshIfNothingChangedSince() {
        assertThat(Freshness.isFresh(made, List.of(source))).isTrue();
    }

    @Test
    void staleIfAFileDeepInsideChanged() throws IOException {
        at(source.resolve("Todo.java"), BUILT + 5_000);
        assertThat(Freshness.isFresh(made, List.of(source))).isFalse();
    }

    @Test
    void staleIfAFileWasDeleted() throws IOException {
        Files.delete(source.resolve("Todo.java"));
        assertThat(Freshness.isFresh(made, List.of(source))).isFalse();
    }

    @Test
    void staleIfItWasNeverMade() {
        assertThat(Freshness.isFresh(folder.resolve("nothing"), List.of(source)))
                .isFalse();
    }

    @Test
    void aSourceThatDoesNotExistDoesNotCount() {
        assertThat(Freshness.isFresh(made, List.of(source, folder.resolve("cdk.json"))))
                .isTrue();
    }

    /** Emacs makes one beside each file that is not saved. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToNothingDoesNotCount() throws IOException {
        Files.createSymbolicLink(source.resolve(".#Todo.java"), Path.of("somebody@somewhere"));
        at(source, BUILT - 5_000);
        assertThat(Freshness.isFresh(made, List.of(source))).isTrue();
    }

    private static void at(Path file, long millis) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }
}
