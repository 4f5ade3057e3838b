package workshop.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./workshop up} as a process of its own, as people have it. */
final class RunningUp implements AutoCloseable {
    private static final Pattern CONSOLE = Pattern.compile("console\\s+(http://127\\.0\\.0\\.1:(\\d+)/)");

    private final Process process;
    final String address;
    final int port;

    /**
     * Starts it and waits until it is ready.
     *
     * @param port where to listen; 0 takes a free one
     */
    RunningUp(String project, int port) {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dworkshop.home=" + System.getProperty("workshop.home"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "workshop.Workshop",
                            "up",
                            project,
                            "--port",
                            Integer.toString(port))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            List<String> said = new ArrayList<>();
            Matcher matcher = null;
            for (String line = output.readLine(); line != null && matcher == null; line = output.readLine()) {
                said.add(line);
                Matcher found = CONSOLE.matcher(line);
                matcher = found.find() ? found : null;
            }
            if (matcher == null) {
                throw new IllegalStateException("up ended before it was ready:\n" + String.join("\n", said));
            }
            address = matcher.group(1);
            this.port = Integer.parseInt(matcher.group(2));
            Thread rest = new Thread(() -> swallow(output), "up's output");
            rest.setDaemon(true);
            rest.start();
        } catch (IOException e) {
            throw new UncheckedIOException("up can't be started", e);
        }
    }

    /** What nobody reads would fill the pipe and stop up. */
    private static void swallow(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException closed) {
            return; // up ended
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
