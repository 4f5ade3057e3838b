package workshop.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workshop.course.testing.Memory;
import workshop.local.TodoApi;
import workshop.terminal.SearchPath;

/** {@code ./workshop up} as a person starts it, with everything built. */
record Launch(Path home, String project) {
    private static final Pattern API = Pattern.compile("API +(http\\S+)");
    private static final long SETTLE_MILLIS = 5_000;

    List<Measurement> measurements() throws InterruptedException {
        String command = home.resolve(SearchPath.isWindows() ? "workshop.cmd" : "workshop")
                .toString();
        long start = System.nanoTime();
        try {
            Process up = new ProcessBuilder(command, "up", project, "--port", "0")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output = up.inputReader()) {
                TodoApi api = new TodoApi(awaitReady(output));
                double ready = seconds(start);
                start = System.nanoTime();
                String todoId = api.create("The first");
                double first = seconds(start);
                api.complete(todoId, true);
                api.delete(todoId);
                Thread.sleep(SETTLE_MILLIS);
                if (!up.isAlive()) {
                    throw new IllegalStateException("./workshop up ended while it was measured:\n"
                            + output.lines().collect(Collectors.joining("\n")));
                }
                return List.of(
                        Measurement.atMost("`up`, everything built: command → `ready`", ready, 6, "s"),
                        Measurement.atMost("the first POST after that, answered", first, 1, "s"),
                        Measurement.atMost(
                                "local cloud and all functions, "
                                        + (1 + up.descendants().count()) + " processes, idle after a to-do: RSS",
                                Memory.ofTree(up.toHandle()).orElseThrow(),
                                1024,
                                "MiB"),
                        Measurement.reported(
                                "… and what they share counted once: PSS",
                                Memory.ofTree(up.toHandle(), "pss").orElse(0) + " MiB"));
            } finally {
                up.destroy();
                up.waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't run " + command, e);
        }
    }

    /** The API's URL, which stands a line below "ready". */
    private static String awaitReady(BufferedReader output) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            all.append(line).append('\n');
            Matcher url = API.matcher(line);
            if (url.find()) {
                return url.group(1);
            }
        }
        throw new IllegalStateException("./workshop up ended before it was ready:\n" + all);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
