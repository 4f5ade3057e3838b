package workshop.course.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.FixtureCourse;
import workshop.course.manifest.TestName;

class TestProjectTest {
    private static final Supplier<Duration> LONG = () -> Duration.ofMinutes(1);

    private static final String LAMP = "src/main/java/lamp/Lamp.java";

    @TempDir
    private Path folder;

    @AutoClose
    private TestProject project;

    @BeforeEach
    void open() {
        Settings settings =
                new Settings("17", List.of("-Xlint:all,-classfile", "-proc:none", "-Werror"), Map.of("ROOM", "bath"));
        project = new TestProject(folder, settings, FixtureCourse.classPath(), Map.of("ALSO", "this"));
    }

    @Test
    void countsAParameterizedTestAsOneThatFailsIfOneOfItsInvocationsDoes() {
        TestRun run = run("""
                @org.junit.jupiter.params.ParameterizedTest
                @org.junit.jupiter.params.provider.ValueSource(ints = {1, 2, 3})
                void small(int number) {
                    if (number == 2) {
                        throw new AssertionError("two is big\\nand odd");
                    }
                }

                @Test
                void other() {}
                """, LONG);

        assertThat(run.failed()).containsExactly(TestName.of("LampTest#small"));
        assertThat(run.passed()).containsExactly(TestName.of("LampTest#other"));
        assertThat(run.failure(TestName.of("LampTest#small")).orElseThrow().firstLine())
                .isEqualTo("two is big");
        assertThat(run.results()).hasSize(4);
    }

    /** In Arabic, a test that formats a number found digits of another script. */
    @Test
    void speaksEnglishAndUtf8OnMachinesOfAnyLanguage() {
        put("""
                @Test
                void is() {
                    throw new AssertionError(String.format("%d %s", 10, java.nio.charset.Charset.defaultCharset()));
                }
                """);
        Map<String, String> arabic =
                Map.of("LC_ALL", "C.UTF-8", "JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG");
        try (TestProject there =
                new TestProject(folder, new Settings("17", List.of(), Map.of()), FixtureCourse.classPath(), arabic)) {
            assertThat(there.compile()).isEmpty();
            assertThat(there.run(Selection.unitTests(folder), LONG).results())
                    .extracting(TestResult::message)
                    .containsExactly("10 UTF-8");
        }
    }

    @Test
    void runsOnlyTheTestsThatAreAskedFor() {
        put("""
                @Test
                void one() {}

                @Test
                void two() {}
                """);

        assertThat(project.compile()).isEmpty();
        assertThat(project.run(Selection.of(folder, List.of(TestName.of("LampTest#two"))), LONG)
                        .results())
                .extracting(TestResult::test)
                .containsExactly(TestName.of("LampTest#two"));
    }

    @Test
    void runsTheTestsOfAClassInAClass() {
        TestRun run = run("""
                @org.junit.jupiter.api.Nested
                class Inner {
                    @Test
                    void one() {}
                }
                """, LONG);
        assertThat(run.passed()).containsExactly(TestName.of("Inner#one"));
    }

    @Test
    void runsAllButSomeTests() {
        put("""
                @Test
                void one() {}

                @Test
                void two() {}

                @org.junit.jupiter.params.ParameterizedTest
                @org.junit.jupiter.params.provider.ValueSource(ints = {1, 2, 3})
                void small(int number) {}
                """);
        List<TestName> some = List.of(TestName.of("LampTest#one"), TestName.of("LampTest#small"));

        assertThat(project.compile()).isEmpty();
        assertThat(project.run(Selection.unitTests(folder).without(some), LONG).passed())
                .containsExactly(TestName.of("LampTest#two"));
    }

    @Test
    void keepsWhatARunMadeForTheNextOneOfTheSameClasses() {
        TestRun first = run("""
                static int runs;

                @Test
                void is() {
                    throw new AssertionError(runs++ + System.setProperty("lamp", "on"));
                }
                """, LONG);
        TestRun second = project.run(Selection.unitTests(folder), LONG);

        assertThat(first.results()).extracting(TestResult::message).containsExactly("0null");
        assertThat(second.results()).extracting(TestResult::message).containsExactly("1on");
    }

    @Test
    void blamesEachTestForWhatFailsBeforeAllOfThem() {
        TestRun run = run("""
                @org.junit.jupiter.api.BeforeAll
                static void light() {
                    throw new IllegalStateException("no power");
                }

                @Test
                void one() {}

                @Test
                void two() {}
                """, LONG);

        assertThat(run.failed()).containsExactly(TestName.of("LampTest#one"), TestName.of("LampTest#two"));
        assertThat(run.results())
                .extracting(TestResult::message)
                .containsOnly("java.lang.IllegalStateException: no power");
    }

    @Test
    void saysWhereInTheProjectAnExceptionComesFrom() {
        SortedMap<String, byte[]> files = files("@Test void is() { Lamp.on(); }");
        files.put(LAMP, bytes("""
                package lamp;

                final class Lamp {
                    static void on() {
                        throw new IllegalStateException("no power");
                    }
                }
                """));
        project.put(files);

        assertThat(project.compile()).isEmpty();
        assertThat(project.run(Selection.unitTests(folder), LONG).results())
                .extracting(TestResult::message)
                .containsExactly("java.lang.IllegalStateException: no power (Lamp.java:5)");
    }

    @Test
    void tellsSkippedTestsFromPassedOnes() {
        TestRun run = run("""
                @Test
                void assumed() {
                    org.junit.jupiter.api.Assumptions.assumeTrue(false);
                }

                @Test
                @org.junit.jupiter.api.Disabled("later")
                void disabled() {}
                """, LONG);

        assertThat(run.skipped()).containsExactly(TestName.of("LampTest#assumed"), TestName.of("LampTest#disabled"));
        assertThat(run.passed()).isEmpty();
    }

    @Test
    void givesTheTestsTheProjectsFolderAndItsVariables() {
        TestRun run = run("""
                @Test
                void is() throws Exception {
                    String here = java.nio.file.Path.of("").toAbsolutePath().toString();
                    throw new AssertionError(here + " " + System.getenv("ROOM") + " " + System.getenv("ALSO"));
                }
                """, LONG);

        assertThat(run.results().get(0).message()).isEqualTo(folder.toAbsolutePath() + " bath this");
    }

    @Test
    void runsChangedClassesInTheSameProcessAndKeepsNothingOfTheOnesBefore() {
        String test = """
                static int runs;

                @Test
                void is() {
                    throw new AssertionError("%s " + runs++ + System.getProperty("lamp") + ProcessHandle.current().pid());
                }

                @org.junit.jupiter.api.AfterAll
                static void leave() {
                    System.setProperty("lamp", "on");
                }
                """;
        String first = run(test.formatted("first"), LONG).results().get(0).message();
        String second = run(test.formatted("second"), LONG).results().get(0).message();

        assertThat(first).startsWith("first 0null");
        assertThat(second).isEqualTo(first.replace("first", "second"));
    }

    @Test
    void stopsATestThatDoesNotEndAndStartsAnewAfterIt() {
        TestRun hanging = run("""
                @Test
                void waits() throws Exception {
                    Thread.sleep(600_000);
                }
                """, () -> Duration.ofSeconds(3));

        // On a machine that is busy, the test may not even have begun.
        assertThat(hanging.broken())
                .matches("(LampTest#waits|Finding the tests) did not end in \\d+ s, so it was stopped.*");
        assertThat(run("@Test void is() {}", LONG).passed()).containsExactly(TestName.of("LampTest#is"));
    }

    /** So a loop that never ends is stopped early, and a test that waits for a busy machine is not. */
    @Test
    void whatComputesForLongIsOverdueBeforeWhatWaits() {
        assertThat(isOverdue(119, 29, 120)).isFalse();
        assertThat(isOverdue(121, 1, 120)).isTrue();
        assertThat(isOverdue(40, 31, 120)).isTrue();
        assertThat(isOverdue(9, 9, 10)).isFalse();
        assertThat(isOverdue(74, 74, 300)).isFalse();
        assertThat(isOverdue(76, 76, 300)).isTrue();
    }

    private static boolean isOverdue(int waited, int computed, int limit) {
        return TestProcess.isOverdue(
                Duration.ofSeconds(waited), Duration.ofSeconds(computed), Duration.ofSeconds(limit));
    }

    @Test
    void showsTheLastWordsOfAProcessThatEnded() {
        TestRun run = run("""
                @Test
                void ends() {
                    System.out.println("the fuse is out");
                    Runtime.getRuntime().halt(3);
                }
                """, LONG);

        assertThat(run.broken())
                .startsWith("The tests' process ended in LampTest#ends")
                .endsWith("the fuse is out");
    }

    @Test
    void namesFileAndLineOfWhatDoesNotCompileAndOfWarnings() {
        put("@Test\nvoid is() {\n    java.util.List raw = null;\n}");

        assertThat(project.compile())
                .startsWith("src/test/java/lamp/LampTest.java:8: ")
                .contains("raw type");
    }

    @Test
    void leavesNoTemporaryFilesBehind() {
        TestRun run = run("""
                @Test
                void leaves() throws Exception {
                    throw new AssertionError(java.nio.file.Files.createTempFile("left", "behind"));
                }
                """, LONG);
        Path left = Path.of(run.results().get(0).message());

        assertThat(left).exists();
        project.close();
        assertThat(left).doesNotExist();
        assertThat(left.getParent()).doesNotExist();
    }

    @Test
    void stopsATestThatDoesNotEndAsSoonAsItsLimitIsAShorterOne() {
        AtomicInteger asked = new AtomicInteger();
        TestRun hanging = run(
                "@Test void waits() throws Exception { Thread.sleep(600_000); }",
                () -> asked.incrementAndGet() < 3 ? LONG.get() : Duration.ofMillis(1));
        assertThat(hanging.broken()).contains("did not end in 0 s");
    }

    /** Emacs makes one beside each file that is not saved. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToNothingIsNoSource() throws IOException {
        put("@Test void is() {}");
        Files.createSymbolicLink(folder.resolve("src/test/java/lamp/.#LampTest.java"), Path.of("somebody@somewhere"));

        assertThat(project.compile()).isEmpty();
        assertThat(project.run(Selection.unitTests(folder), LONG).passed()).containsExactly(TestName.of("LampTest#is"));
    }

    @Test
    void forgetsFilesThatAreGone() {
        put("@Test void is() {}");
        SortedMap<String, byte[]> other = new TreeMap<>();
        other.put("src/test/java/lamp/OtherTest.java", bytes("package lamp; class OtherTest {}"));
        project.put(other);

        assertThat(project.compile()).isEmpty();
        assertThat(folder.resolve("src/test/java/lamp/LampTest.java")).doesNotExist();
        assertThat(folder.resolve("target/tests/test-classes/lamp/LampTest.class"))
                .doesNotExist();
    }

    private TestRun run(String tests, Supplier<Duration> limit) {
        put(tests);
        assertThat(project.compile()).isEmpty();
        return project.run(Selection.unitTests(folder), limit);
    }

    private void put(String tests) {
        project.put(files(tests));
    }

    private static SortedMap<String, byte[]> files(String tests) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(
                "src/test/java/lamp/LampTest.java",
                bytes("package lamp;\n\nimport org.junit.jupiter.api.Test;\n\nclass LampTest {\n" + tests + "}\n"));
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
