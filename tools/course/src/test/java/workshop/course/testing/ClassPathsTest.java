package workshop.course.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.CourseException;

class ClassPathsTest {
    private static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();
    private static final String POM = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <groupId>lamp</groupId>
              <artifactId>lamp</artifactId>
              <version>1</version>
              <dependencies>
                <dependency>
                  <groupId>org.opentest4j</groupId>
                  <artifactId>opentest4j</artifactId>
                  <version>1.3.0</version>
                  <scope>test</scope>
                </dependency>
              </dependencies>
            </project>
            """;

    @TempDir
    private Path cache;

    private ClassPaths classPaths;

    @BeforeEach
    void open() {
        classPaths = new ClassPaths(REPOSITORY, cache);
    }

    @Test
    void askMavenOnceForEachPom() throws IOException {
        List<Path> jars = classPaths.of(POM);

        assertThat(jars)
                .singleElement()
                .satisfies(jar -> assertThat(jar.getFileName()).hasToString("opentest4j-1.3.0.jar"));

        Path nowhere = Files.createDirectories(cache.resolve("nowhere"));
        assertThat(new ClassPaths(nowhere, cache).of(POM)).isEqualTo(jars);
    }

    @Test
    void sayThatMavenCentralCannotBeReached() {
        String pom = POM.replace("opentest4j", "never-downloaded")
                .replace(
                        "<dependencies>",
                        "<repositories><repository><id>central</id><url>http://127.0.0.1:1</url></repository></repositories>"
                                + "<dependencies>");
        assertThatThrownBy(() -> classPaths.of(pom))
                .isInstanceOf(CourseException.class)
                .hasMessageStartingWith("Maven Central can't be reached")
                .hasMessageContaining("./workshop doctor");
    }

    @Test
    void nameTheArtifactThatIsNotThere() {
        String pom = POM.replace("1.3.0", "0.0.0")
                .replace(
                        "<dependencies>",
                        "<repositories><repository><id>central</id><url>" + cache.toUri()
                                + "</url></repository></repositories><dependencies>");
        assertThatThrownBy(() -> classPaths.of(pom))
                .hasMessageContaining("can't resolve: Could not find artifact org.opentest4j:opentest4j:jar:0.0.0");
    }

    @Test
    void sayWhatMavenSays() {
        assertThatThrownBy(() -> classPaths.of("<project>no</project>"))
                .isInstanceOf(CourseException.class)
                .hasMessageMatching("A project's pom.xml asks for what Maven can't resolve: [^\\[\\n]*POM.*\n"
                        + "All that Maven says is in .*maven.log.");
    }
}
