package workshop.course.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.FixtureCourse;

/** Tests that run again and again, as they do with {@code --watch}. */
class WarmProcessTest {
    private static final Settings SETTINGS = new Settings("17", List.of("-proc:none"), Map.of());
    private static final Supplier<Duration> LONG = () -> Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    /** As CDK's own process does, which lets nothing go that a synth has made. */
    @Test
    void aProcessThatOnlyGrowsIsReplacedBeforeItsMemoryIsFull() {
        Set<String> processes = new HashSet<>();
        try (TestProject project = project(300)) {
            for (int i = 0; i < 20; i++) {
                processes.add(processThatKeeps(60, project));
            }
        }

        assertThat(processes).hasSizeBetween(2, 10);
    }

    @Test
    void aProcessThatStaysSmallStays() {
        Set<String> processes = new HashSet<>();
        try (TestProject project = project(1_200)) {
            for (int i = 0; i < 50; i++) {
                processes.add(processThatKeeps(0, project));
            }
        }

        assertThat(processes).hasSize(1);
    }

    @Test
    void whatATestKeepsForTheProcessIsThereAfterItsClassesWereLoadedAnew() {
        try (TestProject project = project(1_200)) {
            assertThat(runsCounted("first", project)).isEqualTo("1");
            assertThat(runsCounted("second", project)).isEqualTo("2");
        }
    }

    private String runsCounted(String comment, TestProject project) {
        project.put(new TreeMap<>(Map.of(
                "src/test/java/lamp/LampTest.java", """
                package lamp;

                import java.util.concurrent.atomic.AtomicInteger;
                import org.junit.jupiter.api.extension.*;

                class LampTest {
                    private static AtomicInteger runs;

                    @RegisterExtension
                    static final BeforeAllCallback COUNTS = context -> runs = context.getStore(
                                    ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create("lamp"))
                            .computeIfAbsent("runs", key -> new AtomicInteger(), AtomicInteger.class);

                    @org.junit.jupiter.api.Test
                    void counts() {
                        throw new AssertionError(runs.incrementAndGet()); // %s
                    }
                }
                """.formatted(comment).getBytes(StandardCharsets.UTF_8))));
        assertThat(project.compile()).isEmpty();
        return project.run(Selection.unitTests(folder), LONG).results().get(0).message();
    }

    private TestProject project(long maxMiB) {
        return new TestProject(folder, SETTINGS, FixtureCourse.classPath(), Map.of(), maxMiB);
    }

    /** Runs a test that never lets so much memory go; returns which process did. */
    private String processThatKeeps(int mebibytes, TestProject project) {
        project.put(new TreeMap<>(Map.of(
                "src/test/java/lamp/LampTest.java", """
                package lamp;

                class LampTest {
                    @org.junit.jupiter.api.Test
                    void keeps() {
                        byte[][] kept = new byte[%d][1 << 20];
                        Thread keeper = new Thread(() -> {
                            synchronized (kept) {
                                try {
                                    kept.wait();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(kept.length + " MiB", e);
                                }
                            }
                        });
                        keeper.setDaemon(true);
                        keeper.start();
                        throw new AssertionError(ProcessHandle.current().pid());
                    }
                }
                """.formatted(mebibytes).getBytes(StandardCharsets.UTF_8))));
        assertThat(project.compile()).isEmpty();
        TestRun run = project.run(Selection.unitTests(folder), LONG);
        assertThat(run.broken()).isEmpty();
        return run.results().get(0).message();
    }

    @Test
    void whoWaitsForCdkIsNotBlamedForALoop() throws IOException {
        Files.createDirectories(folder.resolve("lamp"));
        Files.createFile(folder.resolve("lamp/LampStack.class"));
        String stack = """
                "main" #1 prio=5 os_prio=0 cpu=2.00ms runnable
                   java.lang.Thread.State: RUNNABLE
                \tat java.io.FileInputStream.readBytes(java.base@17/Native Method)
                \tat software.amazon.jsii.JsiiRuntime.readNextResponse(JsiiRuntime.java:345)
                \tat lamp.LampStack.<init>(LampStack.java:12)
                """;

        assertThat(StuckThread.place(stack, folder)).isEqualTo(" at LampStack.java:12, while CDK was at work");
        assertThat(StuckThread.place(stack.replaceAll("(?m).*jsii.*\\R", ""), folder))
                .isEqualTo(" at LampStack.java:12");
    }

    @Test
    void aLoopInAnotherThreadIsFoundWithTheLineThatCalledIt() throws IOException {
        Files.createDirectories(folder.resolve("lamp"));
        Files.createFile(folder.resolve("lamp/Lamp.class"));
        String stacks = """
                "main" #1 prio=5 os_prio=0 cpu=2.00ms waiting
                   java.lang.Thread.State: TIMED_WAITING (on object monitor)
                \tat java.lang.Thread.join(java.base@17/Thread.java:1313)
                \tat lamp.Lamp.wait(Lamp.java:7)

                "Thread-1" #20 daemon prio=5 os_prio=0 cpu=9000.00ms runnable
                   java.lang.Thread.State: RUNNABLE
                \tat lamp.Lamp.shines(Lamp.java:30)
                \tat lamp.Lamp.on(Lamp.java:12)
                \tat lamp.LampTest.lambda$on$0(LampTest.java:40)
                """;

        assertThat(StuckThread.place(stacks, folder)).isEqualTo(" at Lamp.java:30, called at Lamp.java:12");
    }

    /** The loop may be in any of them. */
    @Test
    void allThatCalledItIsNamedOnceUpToTheTest() throws IOException {
        Files.createDirectories(folder.resolve("lamp"));
        Files.createFile(folder.resolve("lamp/Lamp.class"));
        String stack = """
                "Thread-1" #20 daemon prio=5 os_prio=0 cpu=9000.00ms runnable
                   java.lang.Thread.State: RUNNABLE
                \tat lamp.Lamp.glow(Lamp.java:40)
                \tat lamp.Lamp.glow(Lamp.java:41)
                \tat lamp.Lamp.glow(Lamp.java:41)
                \tat lamp.Lamp.warm(Lamp.java:30)
                \tat lamp.Lamp.on(Lamp.java:12)
                \tat lamp.LampTest.on(LampTest.java:40)
                """;

        assertThat(StuckThread.place(stack, folder))
                .isEqualTo(" at Lamp.java:40, called at Lamp.java:41, called at Lamp.java:30, called at Lamp.java:12");
    }
}
