package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    private Path folder;

    private Path code;

    @BeforeEach
    void makePackage() throws IOException {
        code = folder.resolve("asset.1");
        Files.createDirectories(code.resolve("lib"));
    }

    @Test
    void aPackageOfJarsIsOnTheClassPathByItsJarsOnly() throws IOException {
        assertThat(new ClassArchive(code).classPath().split(java.io.File.pathSeparator))
                .doesNotContain(code.toString())
                .endsWith(code.resolve("lib") + java.io.File.separator + "*");

        Files.createFile(code.resolve("settings.properties"));

        assertThat(new ClassArchive(code).classPath().split(java.io.File.pathSeparator))
                .contains(code.toString());
    }

    /** The clock may have gone back, and a file may be replaced by an older one. */
    @Test
    void anyDifferenceInAJarMakesAnotherArchive() throws IOException {
        Path jar = Files.writeString(code.resolve("lib/todo.jar"), "one");
        FileTime time = Files.getLastModifiedTime(jar);
        String archive = new ClassArchive(code).file().toString();
        assertThat(new ClassArchive(code).file()).hasToString(archive);

        Files.setLastModifiedTime(jar, FileTime.from(time.toInstant().minusSeconds(60)));
        assertThat(new ClassArchive(code).file().toString()).isNotEqualTo(archive);

        Files.writeString(jar, "other");
        Files.setLastModifiedTime(jar, time);
        assertThat(new ClassArchive(code).file().toString()).isNotEqualTo(archive);
    }

    @Test
    void anArchiveIsUsedIfThereIsOne() throws IOException {
        assertThat(new ClassArchive(code).options()).isEmpty();

        Path archive = Files.createFile(new ClassArchive(code).file());

        assertThat(new ClassArchive(code).options()).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void makingOneRemovesThoseOfOtherPackages() throws IOException {
        Path other = Files.createFile(folder.resolve("asset.0.jsa"));
        Path ofOneThatWasKilled = Files.createFile(folder.resolve("asset.1.jsa.4711"));

        new ClassArchive(code).make(java.util.List.of("no.such.Handler"));

        assertThat(other).doesNotExist();
        assertThat(ofOneThatWasKilled).doesNotExist();
    }
}
