package workshop.cloud.lambda;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;
import workshop.cloud.Json;
import workshop.cloud.Jvm;
import workshop.cloud.Options;
import workshop.cloud.lambda.runtime.FunctionRuntime;

/**
 * The operating system's process of a function: a JVM with the function's class path and nothing of the account's.
 *
 * <p>Of the function's memory, 85 % is heap, as in AWS's Java runtime; the JVM compiles with C1 only, likewise.
 */
record FunctionProcess(Process process, CompletableFuture<Void> printed) {
    private static final double HEAP_SHARE = 0.85;
    private static final String OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xss512k"
                    + " -XX:ReservedCodeCacheSize=32m -Xms20m -XX:NewSize=5m";

    /**
     * Starts it; throws ServiceException if that can't be done, as when its package was deleted.
     *
     * @param debugged whether a debugger may attach
     * @param output gets each line that the process prints
     */
    static FunctionProcess start(
            LambdaFunction function, Map<String, String> environment, boolean debugged, Consumer<String> output) {
        ClassArchive archive = new ClassArchive(function.code());
        List<String> command = Jvm.command(OPTIONS.split(" "));
        command.add("-Xmx" + (int) (function.memory() * HEAP_SHARE) + "m");
        command.addAll(archive.options());
        if (debugged) {
            command.add(
                    "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + Options.DEBUG_PORT);
        }
        try {
            // The last word does nothing; it is for whoever looks at the list of processes.
            command.addAll(List.of("-cp", archive.classPath(), FunctionRuntime.class.getName(), function.logicalId()));
            Process process = Jvm.alone(command, environment)
                    .directory(function.code().toFile())
                    .start();
            ThreadFactory threads = Daemon.named("output-" + function.name());
            return new FunctionProcess(
                    process,
                    CompletableFuture.runAsync(
                            () -> pump(process, output),
                            pump -> threads.newThread(pump).start()));
        } catch (IOException e) {
            String message = "Can't start the process of " + function.logicalId() + ": " + e;
            throw new AwsError(500, "ServiceException", message, Json.object().put("Type", "Service"));
        }
    }

    private static void pump(Process process, Consumer<String> output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.accept(line);
            }
        } catch (IOException e) {
            output.accept("The process's output ended: " + e.getMessage());
        }
    }

    /** The most memory that it had at once, in megabytes; empty where the system doesn't say, as Linux does. */
    OptionalInt maxMemory() {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) >> 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalInt.empty(); // another system, or the process has ended, perhaps while it was read
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Calls back with the exit value when the process has ended, and what it printed is there. */
    void onExit(Consumer<Integer> callback) {
        process.onExit()
                .thenCompose(ended -> printed.completeOnTimeout(null, 1, TimeUnit.SECONDS)
                        .thenRun(() -> callback.accept(ended.exitValue())));
    }

    void kill() {
        process.destroyForcibly();
    }
}
