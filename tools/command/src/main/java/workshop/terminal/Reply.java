package workshop.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a program answered when it was asked something that people needn't see.
 *
 * @param text all that it printed, without colours
 */
public record Reply(int exit, String text) {

    /** Runs a program in a folder and waits for its end; empty if there is no such program on the PATH. */
    public static Optional<Reply> of(Path folder, String program, String... words) {
        return SearchPath.ofEnvironment().find(program).map(file -> of(folder, file, List.of(words)));
    }

    /** The same for a program of which one knows where it is. */
    public static Reply of(Path folder, Path program, List<String> words) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(words);
        return of(new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true));
    }

    /** The same for one that is set up; of what it prints, what is not redirected. */
    public static Reply of(ProcessBuilder program) {
        try {
            Process process = program.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Reply(
                    process.onExit().join().exitValue(),
                    printed.replaceAll("\u001b\\[[0-9;]*m", "").strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't run " + program.command(), e);
        }
    }

    /** What a program says if it is asked for its version, or why it says nothing. */
    public static String version(Path folder, String program) {
        return of(folder, program, "--version")
                .map(said -> said.exit == 0 ? said.text : "does not start: " + said.text)
                .orElse("not found");
    }
}
