package workshop.course.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.launcher.Launcher;
import workshop.cloud.Daemon;
import workshop.cloud.Jvm;
import workshop.course.FileTree;
import workshop.course.ShutdownHook;
import workshop.course.TextFile;
import workshop.course.manifest.TestName;
import workshop.course.testing.TestWorker.Order;

/** A JVM in a project's folder that has loaded what the project depends on, and runs its tests on request. */
final class TestProcess implements AutoCloseable {
    private static final int LINES_SHOWN = 20;
    private static final int DYING_MS = 200;
    private static final int LOOK_EVERY_MS = 250;
    private static final Duration CTRL_C = Duration.ofSeconds(1);

    /** What computes for longer turns in a loop. The longest honest test takes some 3 s; a slow machine has ten times that. */
    private static final Duration MAX_COMPUTED = Duration.ofSeconds(30);

    /** What ends what the process says. */
    private enum End {
        RUN,
        PROCESS
    }

    private final Process process;
    private final Path folder;
    private final ObjectOutputStream orders;
    private final Path log;
    /** Goes with the process, also if that could not clean up: jsii, for one, unpacks itself anew for each, two megabytes. */
    private final Path temporary;

    private final ShutdownHook hook;
    private final BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
    private int loads;

    private TestProcess(Process process, Path folder, Path temporary) throws IOException {
        this.process = process;
        this.folder = folder;
        this.log = new BuildFolder(folder).log();
        this.temporary = temporary;
        this.hook = ShutdownHook.add(this::end);
        orders = new ObjectOutputStream(new BufferedOutputStream(process.getOutputStream()));
        Daemon.named("test-replies").newThread(this::receive).start();
    }

    /** @param environment variables in addition to those of this process */
    static TestProcess start(Path folder, List<Path> classPath, Map<String, String> environment) {
        Path log = new BuildFolder(folder).log();
        try {
            Files.createDirectories(log.getParent());
            Path temporary = Files.createTempDirectory("workshop-tests");
            List<String> command = Jvm.command(
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Xmx768m");
            command.addAll(List.of(
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    Stream.concat(Stream.of(Jvm.home(TestWorker.class), Jvm.home(Launcher.class)), classPath.stream())
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator)),
                    TestWorker.class.getName()));
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
            builder.environment().putAll(environment);
            for (String name : List.of("TMPDIR", "TEMP", "TMP")) { // for other programs, Node.js for example
                builder.environment().put(name, temporary.toString());
            }
            return new TestProcess(builder.start(), folder, temporary);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't start Java in " + folder, e);
        }
    }

    /** How many times a project's classes were loaded here. */
    int loads() {
        return loads;
    }

    /** What it and the processes of its tests take, in MiB, if that can be told. */
    OptionalLong memory() {
        return Memory.ofTree(process.toHandle());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Runs tests. Unless the project was compiled anew, they find static fields and system properties as the last run left
     * them. If no test begins or ends for longer than the limit, or the process computes for too long meanwhile, it is ended, and
     * the run says which test it was.
     */
    TestRun run(Order order, Supplier<Duration> limit) {
        loads += order.isAnew() ? 1 : 0;
        List<TestResult> results = new ArrayList<>();
        TestName current = null;
        try {
            orders.reset();
            orders.writeObject(order);
            orders.flush();
            long heard = System.nanoTime();
            Duration start = processorTime();
            while (true) {
                Object reply = replies.poll(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                if (reply == null) {
                    Duration waited = Duration.ofNanos(System.nanoTime() - heard);
                    Duration computed = processorTime().minus(start);
                    if (isOverdue(waited, computed, limit.get())) {
                        return stopped(current, waited, computed, waited.compareTo(limit.get()) <= 0);
                    }
                    continue;
                }
                heard = System.nanoTime();
                start = processorTime();
                if (reply == End.RUN) {
                    return new TestRun(results, "");
                } else if (reply == End.PROCESS) {
                    return ended(current);
                } else if (reply instanceof TestResult result) {
                    results.add(result);
                } else {
                    current = (TestName) reply;
                }
            }
        } catch (IOException e) {
            return ended(current);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            return new TestRun(List.of(), "Interrupted");
        }
    }

    private TestRun stopped(TestName current, Duration waited, Duration computed, boolean computes) {
        String place = StuckThread.place(process.pid(), folder);
        close();
        return new TestRun(
                List.of(),
                (current == null ? "Finding the tests" : current)
                        + (computes
                                ? " computed for " + computed.toSeconds() + " s and did not end, so it was stopped"
                                : " did not end in " + waited.toSeconds() + " s, so it was stopped")
                        + place
                        + (place.endsWith(StuckThread.IN_CDK)
                                ? ". If the machine is busy with something else, test again; else, is there a loop?"
                                : computes
                                        ? ": is there a loop that never ends?"
                                        : ": does it wait for something that never comes, or is there a loop that never ends?"));
    }

    private TestRun ended(TestName current) {
        close();
        // Ctrl-C ends the tests and, a moment later, this process too; then nobody wants to hear how the tests ended.
        LockSupport.parkNanos(CTRL_C.toNanos());
        return new TestRun(
                List.of(), "The tests' process ended" + (current == null ? "" : " in " + current) + "." + lastWords());
    }

    /** Whether nothing was heard for longer than the limit, or than a test computes; a longer limit is for a slower machine. */
    static boolean isOverdue(Duration waited, Duration computed, Duration limit) {
        Duration quarter = limit.dividedBy(4);
        return waited.compareTo(limit) > 0
                || computed.compareTo(quarter.compareTo(MAX_COMPUTED) > 0 ? quarter : MAX_COMPUTED) > 0;
    }

    /** None where the system doesn't tell it. */
    private Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void receive() {
        try (ObjectInputStream in = new ObjectInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                replies.add(Objects.requireNonNullElse(in.readObject(), End.RUN));
            }
        } catch (IOException | ClassNotFoundException e) {
            replies.add(End.PROCESS);
        }
    }

    /** Why the process ended, or what it printed before. */
    private String lastWords() {
        List<String> lines = new TextFile(log).read().lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(TestReporter.EXITS))
                .findFirst()
                .map(line -> "\n" + line)
                .orElse(" The last that it printed:\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())));
    }

    /** Ends the process and those that it started; what they had in their temporary folder goes as well. */
    @Override
    public void close() {
        end();
        hook.close();
    }

    private void end() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        // A killed process is gone at once, but where nobody cares for the orphaned it seems to live.
        for (int i = 0; i < DYING_MS && all.stream().anyMatch(ProcessHandle::isAlive); i++) {
            LockSupport.parkNanos(1_000_000);
        }
        new FileTree(temporary).delete(); // what another process still holds stays, where the system wants that
    }
}
