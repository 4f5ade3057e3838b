package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void anArchiveIsUsedIfThereIsOne() throws IOException {
        assertThat(new ClassArchive(code).options()).isEmpty();

        Path archive = Files.createFile(folder.resolve("asset.1.jsa"));

        assertThat(new ClassArchive(code).options()).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void makingOneRemovesThoseOfOtherPackages() throws IOException {
        Path other = Files.createFile(folder.resolve("asset.0.jsa"));

        new ClassArchive(code).make(java.util.List.of("no.such.Handler"));

        assertThat(other).doesNotExist();
    }
}
