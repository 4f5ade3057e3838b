package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
    @TempDir
    private Path folder;

    private Path source;
    private Path made;
    private int builds;

    @BeforeEach
    void built() throws IOException {
        source = Files.writeString(folder.resolve("Todo.java"), "one");
        made = folder.resolve("classes/Todo.class");
        build();
        assertThat(builds).isOne();
    }

    @Test
    void isNotDoneAgainForTheSameSources() {
        build();
        assertThat(builds).isOne();
    }

    /** Maven keeps a class that is dated later than its source. */
    @Test
    void isDoneAnewForASourceOlderThanWhatWasMadeOfTheLast() throws IOException {
        Files.writeString(source, "two");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minus(Duration.ofDays(7))));
        build();
        assertThat(made).hasContent("two");
    }

    @Test
    void isDoneAnewIfWhatItMadeIsGone() throws IOException {
        Files.delete(made);
        build();
        assertThat(made).hasContent("one");
    }

    @Test
    void isDoneOnceForASourceFromTomorrow() throws IOException {
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
        build();
        build();
        assertThat(builds).isEqualTo(2);
    }

    @Test
    void isPreparedForAMavenThatGoesOn() throws IOException {
        Build build = new Build(folder.resolve("stamp"), List.of(source), List.of(made));
        build.prepare();
        assertThat(made).exists();

        Files.writeString(source, "two");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minus(Duration.ofDays(7))));
        build.prepare();
        assertThat(made).doesNotExist();
        likeMaven();
        assertThat(build.isCurrent()).isTrue();
    }

    private void build() {
        new Build(folder.resolve("stamp"), List.of(source), List.of(made)).run(this::likeMaven);
    }

    private void likeMaven() {
        builds++;
        try {
            if (!Files.exists(made)
                    || Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(made)) > 0) {
                Files.createDirectories(made.getParent());
                Files.copy(source, made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
