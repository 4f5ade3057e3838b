package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingImportsTest {
    private static final String FILE = "src/main/java/todo/Stream.java";

    @TempDir
    private Path home;

    @Test
    void aTypeThatOnlyHasTheSameNameIsToBeReplaced() throws IOException {
        write("solution", "import software.amazon.awscdk.Duration;\n");
        write("step", "import java.time.Duration;\nimport java.util.List;\n");
        assertThat(of(":28: cannot find symbol\n  symbol:   method hours(int)\n  location: class java.time.Duration"))
                .containsExactly("import software.amazon.awscdk.Duration; in place of java.time.Duration");
        assertThat(of(":28: cannot find symbol\n  symbol:   method first()\n  location: interface java.util.List"))
                .isEmpty();
    }

    private Iterable<String> of(String objection) {
        return new MissingImports(home.resolve("solution"), home.resolve("step")).of(FILE + objection);
    }

    private void write(String project, String text) throws IOException {
        Path file = home.resolve(project).resolve(FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
