package workshop.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.Jvm;

/** See https://no-color.org for {@code NO_COLOR}: what counts is that it is there and not empty. */
class ColourTest {

    public static void main(String[] args) {
        Terminal.ofLauncher().line(Terminal.ofLauncher().good("good"));
    }

    @ParameterizedTest
    @CsvSource({
        "xterm-256color,,true",
        "xterm-256color,'',true",
        "xterm-256color,1,false",
        "dumb,,false",
        "'',,false",
        ",,false"
    })
    void isForTerminalsThatHaveItAndPeopleWhoWantIt(String term, String noColor, boolean colour) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Jvm.command(
                "-Dworkshop.terminal=true", "-cp", System.getProperty("java.class.path"), ColourTest.class.getName()));
        set(builder, "TERM", term);
        set(builder, "NO_COLOR", noColor);
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed.strip()).isEqualTo(colour && !SearchPath.isWindows() ? "\u001b[32mgood\u001b[0m" : "good");
    }

    private static void set(ProcessBuilder builder, String name, String value) {
        builder.environment().remove(name);
        if (value != null) {
            builder.environment().put(name, value);
        }
    }
}
