package workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
import org.junit.jupiter.params.provider.CsvSource;
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
        home = folder.resolve("Wörk #%20'&$(1);! shöp");
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
        String options = "-Duser.language=" + part[0] + " -Duser.country=" + part[1];
        String printed = run(
                Map.of("LC_ALL", locale + ".UTF-8", "JAVA_TOOL_OPTIONS", options, "_JAVA_OPTIONS", options), "probe");
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
    void whatItCantWorkWithoutIsNamedInTwoLines() throws Exception {
        for (String name : List.of("\uD83D\uDE00", "a:b", "a\\b", "a!/b", "a!")) {
            Path unreadable = Files.createDirectories(folder.resolve(name));
            Files.copy(home.resolve("workshop"), unreadable.resolve("workshop"), StandardCopyOption.COPY_ATTRIBUTES);
            assertThat(refusal(unreadable.resolve("workshop"), Map.of()))
                    .startsWith("Java can't read what is in " + unreadable.toRealPath());
            assertThat(unreadable).isDirectoryNotContaining("glob:**tools");
        }
        Path nowhere = folder.resolve("nowhere");
        assertThat(refusal(home.resolve("workshop"), Map.of("PATH", withProgram("chmod", "exit 1"))))
                .startsWith("There is no place for temporary files in " + temporary);
        assertThat(refusal(home.resolve("workshop"), Map.of("JAVA_HOME", nowhere.toString())))
                .startsWith("JAVA_HOME is " + nowhere);
    }

    @Test
    void aLinkOnThePathIsTheSame() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("workshop"));
        Process process = start(link, Map.of(), "--version");
        assertThat(process.inputReader().lines()).containsExactly("Events workshop 1.0.0");
    }

    @Test
    void aCommandLeavesNothingInTheTemporaryFolder() throws Exception {
        run(Map.of(), "--version");
        assertThat(temporary).isEmptyDirectory();
        assertThat(built.resolve("running")).isEmptyDirectory();
    }

    /** Maven takes its options apart at spaces, other programs start elsewhere, and DynamoDB Local runs a library from there. */
    @Test
    void takesAnotherTemporaryFolderThanOneThatWontDo() throws Exception {
        insteadOfTheCommand(EnvironmentProbe.class);
        Files.createDirectories(home.resolve("here"));
        for (String useless :
                List.of(folder + "/nowhere", Files.createDirectories(folder.resolve("a b")) + "", "here")) {
            assertThat(temporaryFolder(Map.of("TMPDIR", useless))).startsWithRaw(Path.of("/tmp"));
        }
        String path = withProgram("chmod", "case $2 in /tmp/*) ;; *) exec /bin/chmod \"$@\" ;; esac"); // as with noexec
        assertThat(temporaryFolder(Map.of("TMPDIR", "/tmp", "PATH", path))).startsWithRaw(Path.of("/var/tmp"));
    }

    /** Which one a command has; the probe doesn't remove it. */
    private Path temporaryFolder(Map<String, String> environment) throws Exception {
        String printed = run(environment, "probe");
        Path taken = Path.of(printed.replaceFirst("(?s)(.*\n)?TMPDIR=", "")
                .lines()
                .findFirst()
                .orElseThrow());
        Files.delete(taken);
        return taken;
    }

    /** As in a read-only folder, or after one command with sudo; root would be allowed to write there, but not over a folder. */
    @Test
    void goesOnWhereItMayKeepNoNotes() throws Exception {
        Files.writeString(built.resolve("running"), "no folder");
        assertThat(run(Map.of(), "--version").lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("Can't keep a note in " + built.toRealPath().resolve("running") + ": file already exists");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aCollectorThatAVariableNamesIsLeftOut() throws Exception {
        insteadOfTheCommand(EnvironmentProbe.class);
        assertThat(run(
                        Map.of(
                                "JAVA_TOOL_OPTIONS",
                                "-Da=b -XX:+UseZGC -XX:+UseGCOverheadLimit",
                                "MAVEN_OPTS",
                                "-XX:+UseG1GC"),
                        "probe"))
                .contains("JAVA_TOOL_OPTIONS=-Da=b  -XX:+UseGCOverheadLimit\n", "MAVEN_OPTS= -Duser.language=en");
    }

    /** Java calls its home "?", and Maven would download everything into a folder of that name. */
    @Test
    void aUserWithoutANameHasAHome() throws Exception {
        insteadOfTheCommand(EnvironmentProbe.class);
        assertThat(run(Map.of("PATH", withProgram("id", "exit 1"), "HOME", "/home/of"), "probe"))
                .containsPattern("MAVEN_OPTS=.*-Duser.home=/home/of ");
    }

    @Test
    void whyJavaDoesNotStartIsSaid() throws Exception {
        Process process = start(home.resolve("workshop"), Map.of("JDK_JAVA_OPTIONS", "--unheard-of"), "--version");
        assertThat(printed(process))
                .contains(
                        "java does not start. NOTE: Picked up JDK_JAVA_OPTIONS", "--unheard-of\n", "\n  → Fix what it");
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

        Path ofTestsAlone = home.resolve("tools/conformance/src/test/package.json");
        Files.createDirectories(ofTestsAlone.getParent());
        assertThat(builds(ofTestsAlone, "{}", Duration.ZERO)).isEqualTo(3);
        assertThat(builds(home.resolve("tools/pom.xml"), "<project/>", Duration.ZERO))
                .as("what the modules share")
                .isEqualTo(4);
    }

    @Test
    void buildsWhatAuthorsTypeWhenOneTypesIt() throws Exception {
        insteadOfMaven("authoring");
        run(Map.of(), "--version");
        assertThat(home.resolve("builds")).doesNotExist();

        insteadOf("workshop.authoring", "Authoring", "authoring", EnvironmentProbe.class);
        assertThat(run(Map.of(), "carve", "--check")).contains("LC_ALL=");
        assertThat(run(Map.of(), "bench")).doesNotContain("building");

        assertThat(home.resolve("builds")).content().containsOnlyOnce("-pl tools/authoring -am");
        assertThat(home.resolve("tools/command/target/classpath")).exists();
    }

    /** Of what doesn't fit on the disk, Maven says that it could not be transferred. */
    @ParameterizedTest
    @CsvSource({
        "Connection refused, Maven Central can't be reached",
        "No space left on device, The workshop command could not be built."
    })
    void whyItCantBeBuiltIsSaid(String reason, String said) throws Exception {
        insteadOfMaven("command");
        Files.writeString(
                home.resolve("mvnw"),
                "echo 'Could not transfer artifact a:b from/to central: " + reason + "'; exit 1\n",
                StandardOpenOption.APPEND);
        Files.delete(built.resolve("launcher.stamp"));
        assertThat(printed(start(home.resolve("workshop"), Map.of(), "--version")))
                .contains(said);
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
        run(Map.of(), "--version");

        Path log = folder.resolve("loaded");
        run(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log), "--version");
        assertThat(Files.readString(log)).contains("workshop.Workshop source: shared objects file");
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
        run(Map.of(), "--version");
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

    /** A PATH on which this program comes first. */
    private String withProgram(String name, String script) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return bin + File.pathSeparator + System.getenv("PATH");
    }

    private String run(Map<String, String> environment, String... words) throws Exception {
        Process process = start(home.resolve("workshop"), environment, words);
        String printed = printed(process);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    /** What it says and what to do next: two lines. */
    private String refusal(Path launcher, Map<String, String> environment) throws Exception {
        Process process = start(launcher, environment, "--version");
        String printed = printed(process);
        assertThat(process.waitFor()).as(printed).isOne();
        assertThat(printed.lines()).as(printed).hasSize(2);
        return printed;
    }

    private static String printed(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process start(Path launcher, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
