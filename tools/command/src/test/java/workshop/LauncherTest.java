package workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.project.Repository;

/**
 * The launcher in a fresh process, in a folder with a name of its own, on machines of other languages. What it would build is
 * there: the classes of this test. {@code ./workshop prove --anywhere} has it build all that too, and run the commands.
 */
@DisabledOnOs(OS.WINDOWS)
public class LauncherTest {
    private static final String CKSUM_OF_NO_SOURCES = "4294967295 0\n";

    @TempDir
    private Path folder;

    private Path home;
    private Path built;
    private Path temporary;

    @BeforeEach
    void asBuilt() throws IOException {
        home = folder.resolve("Wörk shöp");
        temporary = Files.createDirectories(folder.resolve("temporary"));
        built = Files.createDirectories(home.resolve("tools/command/target"));
        Files.copy(
                Repository.ofLauncher().home().resolve("workshop"),
                home.resolve("workshop"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(built.resolve("classpath"), System.getProperty("java.class.path"));
        Files.writeString(built.resolve("launcher.stamp"), CKSUM_OF_NO_SOURCES);
    }

    /** In Persian, DynamoDB Local's SQL had digits that it can't read; in Turkish, an I became ı; in Thai, it is the year 2569. */
    @ParameterizedTest
    @ValueSource(strings = {"fa_IR", "tr_TR", "th_TH", "ar_EG"})
    void theLocalCloudIsTheSameInEveryLanguage(String locale) throws Exception {
        insteadOfTheCommand(LocalCloudProbe.class);
        String[] part = locale.split("_");
        String printed = run(
                Map.of(
                        "LC_ALL", locale + ".UTF-8",
                        "JAVA_TOOL_OPTIONS", "-Duser.language=" + part[0] + " -Duser.country=" + part[1]),
                "probe");
        assertThat(printed)
                .contains("java en_US UTF-8 UTF-8\n", "items [{id=AttributeValue(S=größe)}]")
                .contains("/stream/" + Year.now() + "-", "\"partial\"");
    }

    @Test
    void aLocaleWithoutTheFoldersLettersIsNamedInALineAndReplaced() throws Exception {
        String printed = run(Map.of("LC_ALL", "C"), "--version");
        assertThat(printed.lines())
                .containsExactly(
                        "… The locale C has no letters for " + home.toRealPath()
                                + ", so this goes on with another. For commands of your own: export LC_ALL=C.UTF-8",
                        "Events workshop 1.0.0");
    }

    @Test
    void aCommandLeavesNothingInTheTemporaryFolder() throws Exception {
        run(Map.of("LC_ALL", "C.UTF-8"), "--version");
        assertThat(temporary).isEmptyDirectory();
        assertThat(built.resolve("running")).isEmptyDirectory();
    }

    @Test
    void buildsAgainForAnyDifferenceInTheSourcesAndForNoClock() throws Exception {
        insteadOfMaven("command");
        Path source = home.resolve("tools/command/src/Tool.java");
        Files.createDirectories(source.getParent());

        assertThat(builds(source, "one", Duration.ofDays(1))).isOne();
        assertThat(builds(source, "one", Duration.ofDays(1))).isOne();
        assertThat(builds(source, "two", Duration.ofDays(-30))).isEqualTo(2);
        assertThat(builds(Files.move(source, source.resolveSibling("Other.java")), "two", Duration.ofDays(-30)))
                .isEqualTo(3);
    }

    @Test
    void buildsWhatAuthorsTypeWhenOneTypesIt() throws Exception {
        insteadOfMaven("authoring");
        run(Map.of("LC_ALL", "C.UTF-8"), "--version");
        assertThat(home.resolve("builds")).doesNotExist();

        insteadOf("workshop.authoring", "Authoring", "authoring", EnvironmentProbe.class);
        assertThat(run(Map.of("LC_ALL", "C.UTF-8"), "carve", "--check")).contains("LC_ALL=");
        assertThat(run(Map.of("LC_ALL", "C.UTF-8"), "bench")).doesNotContain("building");

        assertThat(home.resolve("builds")).content().containsOnlyOnce("-pl tools/authoring -am");
        assertThat(home.resolve("tools/command/target/classpath")).exists();
    }

    /** What Maven would build is there: the class path of this test. */
    private void insteadOfMaven(String module) throws IOException {
        Files.writeString(home.resolve("classpath"), System.getProperty("java.class.path"));
        Path mvnw = Files.writeString(
                home.resolve("mvnw"),
                "#!/bin/sh\necho \"$@\" >>builds\nmkdir -p tools/" + module + "/target\ncp classpath tools/" + module
                        + "/target/classpath\n");
        assertThat(mvnw.toFile().setExecutable(true)).isTrue();
    }

    /** Java takes an archive only if the class path is still the one that it was made with, and has nothing that is no jar. */
    @Test
    void archivesTheClassesOfTheLocalCloudWhenItBuilds() throws Exception {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jars.add(Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry), jars.size()) : entry);
        }
        insteadOfMaven("command");
        Files.writeString(home.resolve("classpath"), String.join(File.pathSeparator, jars));
        Files.delete(built.resolve("launcher.stamp"));
        run(Map.of("LC_ALL", "C.UTF-8"), "--version");

        Path log = folder.resolve("loaded");
        run(Map.of("LC_ALL", "C.UTF-8", "JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log), "--version");
        assertThat(Files.readString(log)).contains("workshop.Workshop source: shared objects file (top)");
    }

    private String jar(Path classes, int number) throws Exception {
        String jar = folder.resolve(number + ".jar").toString();
        String program = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
        Process process = new ProcessBuilder(program, "--create", "--file", jar, "-C", classes.toString(), ".")
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return jar;
    }

    /** How often the launcher has built after another call. */
    private int builds(Path source, String text, Duration fromNow) throws Exception {
        Files.writeString(source, text);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(fromNow)));
        run(Map.of("LC_ALL", "C.UTF-8"), "--version");
        return Files.readAllLines(home.resolve("builds")).size();
    }

    @Test
    void whatItStartsFindsTheSameLanguageAndTemporaryFolder() throws Exception {
        insteadOfTheCommand(EnvironmentProbe.class);
        assertThat(run(Map.of("LC_ALL", "C", "MAVEN_OPTS", "-Xmx1g"), "probe"))
                .contains("LC_ALL=C.UTF-8\n", "TMPDIR=" + temporary + "/workshop-")
                .containsPattern("MAVEN_OPTS=-Xmx1g -Duser.language=en .*-Djava.io.tmpdir=" + temporary + "/workshop-");
    }

    /** Prints its environment. */
    public static final class EnvironmentProbe {
        public static void main(String[] args) {
            System.getenv().forEach((name, value) -> System.out.println(name + "=" + value));
        }
    }

    private void insteadOfTheCommand(Class<?> probe) throws IOException {
        insteadOf("workshop", "Workshop", "command", probe);
    }

    /** Puts a class first on the class path that calls another main method. */
    private void insteadOf(String inPackage, String name, String module, Class<?> probe) throws IOException {
        Path source = Files.writeString(
                folder.resolve(name + ".java"),
                "package " + inPackage + "; public class " + name
                        + " { public static void main(String[] args) throws Exception { " + probe.getCanonicalName()
                        + ".main(args); } }");
        Path classes = Files.createDirectories(home.resolve("tools/" + module + "/target/" + module + "-1.0.0.jar"));
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(exit).isZero();
    }

    private String run(Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("./workshop"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
