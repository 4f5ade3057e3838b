package workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService;
import workshop.cloud.Jvm;
import workshop.course.ShutdownHook;
import workshop.project.Repository;
import workshop.terminal.Terminal;

class WorkshopTest {
    private static final Path REPOSITORY = Repository.ofLauncher().home();

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(System.out, new PrintStream(errors, true, StandardCharsets.UTF_8), false, "");

    @Test
    void helpNamesEveryCommand() {
        StringWriter help = new StringWriter();
        int exit = Workshop.commandLine(terminal).setOut(new PrintWriter(help)).execute("--help");
        assertThat(exit).isZero();
        assertThat(help.toString())
                .containsSubsequence(
                        "Commands:", "demo", "catch-up", "warm", "When something fails:", "why", "doctor", "On AWS:");
        assertThat(help.toString().split("Commands:")).hasSize(2);
        assertThat(help.toString().lines()).as("a line for each command").noneMatch(line -> line.matches(" {5}.*"));
        assertThat(help.toString()
                        .lines()
                        .filter(line -> line.matches("  [a-z].*"))
                        .map(line -> line.strip().split(" ")[0]))
                .containsExactlyInAnyOrderElementsOf(
                        Workshop.commandLine(terminal).getSubcommands().keySet());
    }

    @Test
    void helpOfACommandIsWhatItsOptionSays() {
        StringWriter help = new StringWriter();
        StringWriter option = new StringWriter();
        assertThat(Workshop.commandLine(terminal).setOut(new PrintWriter(help)).execute("help", "up"))
                .isZero();
        Workshop.commandLine(terminal).setOut(new PrintWriter(option)).execute("up", "--help");
        assertThat(help.toString()).isEqualTo(option.toString()).contains("Usage: workshop up");
    }

    @Test
    void helpNamesCommandsAsTheyAreTypedWhereThePersonIs() {
        StringWriter help = new StringWriter();
        Workshop.commandLine(new Terminal(System.out, System.err, false, "../"))
                .setOut(new PrintWriter(help))
                .execute("--help");
        assertThat(help.toString()).contains("Start with: ../workshop demo");
    }

    @Test
    void aProblemIsToldInItsOwnWordsWithoutAStackTrace() {
        assertThat(Workshop.commandLine(terminal).execute("demo", "no-such-project"))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("There is no project no-such-project")
                .doesNotContain("\tat ");
    }

    @Test
    void whoMistypesACommandIsNeverShownOneThatTakesSomethingAway() {
        StringWriter said = new StringWriter();
        for (String mistyped : List.of("tests", "destory", "rest", "resets", "catchup")) {
            assertThat(Workshop.commandLine(terminal)
                            .setErr(new PrintWriter(said))
                            .execute(mistyped, "1"))
                    .isEqualTo(2);
        }
        assertThat(said.toString().lines().filter(line -> line.startsWith("Did you mean")))
                .contains("Did you mean: test?")
                .noneMatch(line -> line.matches(".*(destroy|reset|catch-up).*"));
        assertThat(said.toString()).contains("Unmatched arguments from index 0: 'tests', '1'");
    }

    @Test
    void whoSwapsLettersIsShownWhatHasThem() {
        for (String mistyped : List.of("tset 1=test", "test 1 --all --wacth=--watch", "up --prot=4567=--port")) {
            StringWriter said = new StringWriter();
            int meant = mistyped.lastIndexOf('=');
            String[] typed = mistyped.substring(0, meant).split(" ");
            Workshop.commandLine(terminal).setErr(new PrintWriter(said)).execute(typed);
            assertThat(said.toString()).endsWith("Did you mean: " + mistyped.substring(meant + 1) + "?\n");
        }
    }

    @Test
    void aNumberThatAnOptionDoesNotTakeIsNamedWithItsBounds() {
        Stream.of(
                        "up --port 70000 0 65535",
                        "up --port -1 0 65535",
                        "doctor --port 0 1 65535",
                        "why --port 70000 1 65535",
                        "redrive --port 0 1 65535",
                        "deploy --port 70000 1 65535",
                        "destroy --port -4 1 65535",
                        "test --limit 0 1 86400",
                        "test --limit 86401 1 86400")
                .map(typed -> typed.split(" "))
                .forEach(typed -> {
                    errors.reset();
                    assertThat(Workshop.commandLine(terminal).execute(typed[0], typed[1], typed[2]))
                            .isEqualTo(1);
                    assertThat(errors.toString(StandardCharsets.UTF_8))
                            .isEqualTo("%s is %s.\n  → Take a number from %s to %s.\n"
                                    .formatted(typed[1], typed[2], typed[3], typed[4]));
                });
    }

    @Test
    void aLocalCloudThatDoesNotRunIsToldInOneSentence() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        for (String command : List.of("redrive", "deploy", "destroy")) {
            errors.reset();
            assertThat(Workshop.commandLine(terminal).execute(command, "--port", "" + free))
                    .isEqualTo(1);
            assertThat(errors.toString(StandardCharsets.UTF_8))
                    .startsWith("No local cloud runs at http://127.0.0.1:" + free + ".\n  → Start one");
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsToldWithTheReason() {
        IOException full = new FileSystemException("target/x", null, "No space left on device");
        assertThat(Workshop.message(new UncheckedIOException("Can't write target/x", full)))
                .startsWith("Can't write target/x: No space left on device\n  → Is the disk full")
                .endsWith("./workshop doctor");
        assertThat(Workshop.message(new UncheckedIOException("Can't write target/x", new AccessDeniedException("x"))))
                .startsWith("Can't write target/x: access denied\n");
        IOException many = new IOException("error=24, Too many open files");
        assertThat(Workshop.message(new UncheckedIOException("Can't run node", many)))
                .endsWith("\n  → Let more be open in this terminal: ulimit -n 4096");
    }

    /** The same as of deploy and destroy: what it can't use of an account is named before anything is sent. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''        | Credentials: none found.",
                "[default  | Credentials: can't be read: Profile definition must end with ']'",
            })
    void redriveSaysWhatCredentialsItCantUse(String config, String said, @TempDir Path folder) throws Exception {
        String file = Files.writeString(folder.resolve("config"), config).toString();
        List<String> command = Jvm.command("-Dworkshop.home=" + REPOSITORY);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Workshop.class.getName(), "redrive", "--aws"));
        ProcessBuilder redrive = new ProcessBuilder(command).redirectErrorStream(true);
        redrive.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        redrive.environment()
                .putAll(Map.of(
                        "AWS_CONFIG_FILE",
                        file,
                        "AWS_SHARED_CREDENTIALS_FILE",
                        file,
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_EC2_METADATA_DISABLED",
                        "true"));
        Process process = redrive.start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).lines())
                .first()
                .asString()
                .startsWith(said);
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void theSdkIsToldWhichHttpClientToTake() {
        assertThat(Workshop.SDK_HTTP_SERVICE).isEqualTo(SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.property());
        assertThat(Workshop.SDK_HTTP_CLIENT).isEqualTo(UrlConnectionSdkHttpService.class.getName());
    }

    /** The launcher's class archive ends where the local cloud begins on the class path, and is made by this command. */
    @Test
    void progressNeedsNeitherTheLocalCloudNorTheSdk() throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .takeWhile(entry -> !Path.of(entry).startsWith(REPOSITORY.resolve("tools/local-cloud")))
                .collect(Collectors.joining(File.pathSeparator));
        Process progress = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dworkshop.home=" + REPOSITORY,
                        "-cp",
                        classPath,
                        Workshop.class.getName(),
                        "progress")
                .redirectErrorStream(true)
                .start();
        String printed = new String(progress.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(progress.waitFor()).as(printed).isZero();
        assertThat(printed).contains("step 1");
    }

    /** The test's command: its process is ended, and something fails for that. */
    @Command(name = "interrupted")
    static final class Interrupted implements Callable<Integer> {
        @Override
        public Integer call() {
            ShutdownHook.add(() -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2)));
            new Thread(() -> System.exit(130)).start();
            throw new IllegalStateException("What it had started has ended");
        }
    }

    public static void main(String[] args) {
        Workshop.run(args, new Interrupted());
    }

    @Test
    void whoEndsACommandIsNotToldWhatFailsForIt() throws IOException, InterruptedException {
        List<String> command = Jvm.command("-Dworkshop.home=" + REPOSITORY);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), WorkshopTest.class.getName(), "interrupted"));
        Process interrupted =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(interrupted.inputReader(StandardCharsets.UTF_8).lines()).isEmpty();
        assertThat(interrupted.waitFor()).isEqualTo(130);
    }

    /** What scripts keep in a file is whole, or the command has failed. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "progress"})
    @EnabledOnOs(OS.LINUX)
    void aCommandWhoseOutputCantBeWrittenHasFailed(String typed) throws IOException, InterruptedException {
        List<String> command = Jvm.command("-Dworkshop.home=" + REPOSITORY);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Workshop.class.getName(), typed));
        Process unwritten = new ProcessBuilder(command)
                .redirectOutput(new File("/dev/full"))
                .redirectErrorStream(true)
                .start();
        assertThat(unwritten.waitFor()).isEqualTo(1);
    }

    /** DynamoDB Local's library doesn't load from a full disk; that is an Error, which nobody catches on the way. */
    @Test
    void aFullDiskIsNamedBeforeAnythingFailsForIt() {
        File full = new File("/somewhere/workshop-1") {
            @Override
            public long getUsableSpace() {
                return 5 << 20;
            }
        };
        assertThatThrownBy(() -> Workshop.requireSpace(full))
                .hasMessageContaining("Only 5 MB are free for temporary files, in " + full.getParent());
    }
}
