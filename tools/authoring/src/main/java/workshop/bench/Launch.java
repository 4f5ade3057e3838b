package workshop.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workshop.course.testing.Memory;
import workshop.local.TodoApi;

/** {@code ./workshop up} as a person starts it, with everything built. */
final class Launch {
    private static final Pattern API = Pattern.compile("API +(http\\S+)");
    private static final long SETTLE_MILLIS = 5_000;

    private final Path home;
    private final String project;

    Launch(Path home, String project) {
        this.home = home;
        this.project = project;
    }

    List<Measurement> measurements() throws InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String command = home.resolve(windows ? "workshop.cmd" : "workshop").toString();
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
                List<ProcessHandle> processes = Machine.tree(up.toHandle());
                List<Measurement> measurements = new ArrayList<>();
                measurements.add(Measurement.atMost("`up`, everything built: command → `ready`", ready, 6, "s"));
                measurements.add(Measurement.atMost("the first POST after that, answered", first, 1, "s"));
                measurements.add(Measurement.atMost(
                        "local cloud and all functions, " + processes.size() + " processes, idle after a to-do: RSS",
                        Memory.ofTree(up.toHandle()).orElseThrow(),
                        1024,
                        "MiB"));
                return measurements;
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
