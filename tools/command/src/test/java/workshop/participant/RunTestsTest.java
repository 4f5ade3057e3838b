package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import workshop.course.manifest.TodoId;
import workshop.terminal.Terminal;

class RunTestsTest {
    private static final String LAMP = "step-1-light/src/main/java/lamp/Lamp.java";
    private static final String LAMP_TEST = "step-1-light/src/test/java/lamp/LampTest.java";
    private static final String LAMP_APP = "src/main/java/lamp/LampApp.java";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private Classroom classroom;

    @BeforeEach
    void enter() throws IOException {
        classroom = Classroom.in(home);
    }

    @Test
    void showsTheNextTodoAndNoOther() {
        assertThat(test("1"))
                .startsWith("1.1 Remember that it was turned on\n" + LAMP + ":12\n")
                .contains("  remembersThatItWasTurnedOn\n  TODO 1.1: the lamp was turned on")
                .contains(" test -Dtest=LampTest#remembersThatItWasTurnedOn", "./workshop hint 1.1")
                .endsWith("step 1 ░░ 0/2\n")
                .doesNotContain("1.2");
        assertThat(classroom.exit()).isEqualTo(1);
    }

    @Test
    void goesOnWhenATodoIsDone() throws IOException {
        doFirst();
        assertThat(test("1"))
                .startsWith("1.2 What was done last counts\n")
                .contains("TODO 1.2: What was done last counts, see docs/step-1-light.md#12")
                .endsWith("step 1 ▓░ 1/2\n");
        assertThat(classroom.progress().done()).containsExactly(TodoId.of("1.1"));
    }

    @Test
    void takesAnAnswerOfWhichTheCompilerWarns() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "java.util.List unchecked = history; unchecked.add(\"on\"); //");
        assertThat(test("1")).startsWith("1.2 ").endsWith("step 1 ▓░ 1/2\n");
    }

    @Test
    void countsALaterTodoThatIsDoneFirst() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "history.add(\"yes\"); // TODO 1.1");
        doSecond("return history.lastIndexOf(\"yes\") > history.lastIndexOf(\"off\");");
        assertThat(test("1")).startsWith("1.1 ").endsWith("step 1 ▓░ 1/2\n");
    }

    @Test
    void namesTheLineWithWhatOnlyTheTodoNeedsOnceItsCommentIsGone() throws IOException {
        doFirst();
        doSecond("int times = 2 * 1;\n        return history.isEmpty();");
        long line = classroom
                        .text(LAMP)
                        .lines()
                        .takeWhile(text -> !text.contains("isEmpty"))
                        .count()
                + 1;
        assertThat(test("1")).startsWith("1.2 What was done last counts\n" + LAMP + ":" + line + "\n");
    }

    @Test
    void showsTheTodoWhoseCodeIsWhyAnEarlierOneFails() throws IOException {
        String manifest = "tools/course/steps/step-1.yaml";
        classroom.edit(manifest, "counts\n    file: src/main/java/lamp/Lamp.java", "counts\n    file: " + LAMP_APP);
        classroom.edit(LAMP, "// TODO 1.1", "LampApp.dim(); //");
        classroom.edit(
                "step-1-light/" + LAMP_APP,
                "private LampApp() {}",
                "private LampApp() {}\n\n    static void dim() { throw new IllegalStateException(\"too bright\"); }");
        assertThat(test("1")).startsWith("1.2 What was done last counts\nstep-1-light/" + LAMP_APP);
    }

    @Test
    void showsTheTodoThatWasBegunLastIfItMakesAnEarlierOneFail() throws IOException {
        doFirst();
        test("1");
        classroom.edit(LAMP, "history.add(\"on\")", "shines(); history.add(\"on\")");
        assertThat(test("1")).startsWith("1.1 "); // nothing is written for 1.2 yet
        classroom.edit(LAMP, "shines(); ", "");
        test("1");
        classroom.edit(LAMP, "history.add(\"on\")", "shines(); history.add(\"on\")");
        doSecond("throw new IllegalStateException(\"too bright\");");
        assertThat(test("1"))
                .startsWith(
                        "Done before, and failing now (--all shows why): TODO 1.1\n\n1.2 What was done last counts\n")
                .contains("too bright")
                .doesNotContain("It was done")
                .endsWith("step 1 ░░ 0/2\n");
        assertThat(test("1", "--all")).doesNotContain("--all shows why");
    }

    @Test
    void saysFirstThatNothingCanBeTestedWithoutATemplate() throws IOException {
        String said = "\"TODO 1.2: the stack can be synthesized. Got: nothing\"";
        classroom.edit(LAMP, "// TODO 1.1", "if (true) throw new AssertionError(" + said + "); //");
        assertThat(test("1")).startsWith("The stack can't be synthesized, so nothing about it can be tested.\n");
    }

    @Test
    void whatWasDoneStaysDoneWhileThereIsNoTemplate() throws IOException {
        doFirst();
        test("1");
        historyNeedsSecond();
        doSecond("throw new AssertionError(\"TODO 1.1: the stack can be synthesized. Got: nothing\");");
        assertThat(test("1"))
                .startsWith(
                        "The stack can't be synthesized, so nothing about it can be tested.\n\n1.2 What was done last")
                .endsWith("step 1 ▓░ 1/2\n");
    }

    @Test
    void showsTheTodoWhoseCodeWasChangedSinceItWasDone() throws IOException {
        doFirst();
        doSecond();
        historyNeedsSecond();
        test("1");
        classroom.edit(
                LAMP,
                "return history.lastIndexOf",
                "if (true) throw new AssertionError(\"dark\"); return history.lastIndexOf");
        assertThat(test("1"))
                .startsWith(
                        "Done before, and failing now (--all shows why): TODO 1.1\n\n1.2 What was done last counts\n");
    }

    @Test
    void showsTheTodoWhoseCodeCallsWhatFails() throws IOException {
        doFirst();
        doSecond("throw new AssertionError(\"dark (Lamp.java:1, called in line 22)\");");
        historyNeedsSecond();
        assertThat(test("1")).startsWith("1.2 What was done last counts\n");
    }

    @Test
    void showsTheTodoThatTheMessageOfAnotherNames() throws IOException {
        String said = "\"TODO 1.1: it is on. Got: nothing to turn on: TODO 1.2 makes it\"";
        classroom.edit(LAMP, "// TODO 1.1", "if (true) throw new AssertionError(" + said + "); //");
        assertThat(test("1")).startsWith("1.2 What was done last counts\n");
    }

    @Test
    void saysSoWhenAllIsDone() throws IOException {
        doFirst();
        doSecond();
        assertThat(test("1"))
                .isEqualTo("step 1 ▓▓ 2/2\nAll 4 tests passed. See it work: ./workshop demo 1; go on:"
                        + " ./workshop test 2\n");
        assertThat(classroom.exit()).isZero();
    }

    @Test
    void isNotDoneWhileSomethingElseFails() throws IOException {
        doFirst();
        doSecond();
        classroom.edit(LAMP_TEST, "\"kitchen\"", "\"hall\"");
        assertThat(test("1"))
                .startsWith("step 1 ▓▓ 2/2\n\nWhat worked before this step no longer does:")
                .contains("LampTest#knowsItsRoom", "hall")
                .doesNotContain("tests passed");
        assertThat(classroom.exit()).isEqualTo(1);
    }

    @Test
    void forgetsATodoThatIsNoLongerDone() throws IOException {
        doFirst();
        test("1");
        classroom.edit(LAMP, "history.add(\"on\")", "history.clear()");
        assertThat(test("1")).contains("It was done when it was tested last").endsWith("step 1 ░░ 0/2\n");
        assertThat(test("1")).doesNotContain("It was done");
    }

    @Test
    void showsAllTodosOnRequest() throws IOException {
        doFirst();
        assertThat(test("1", "--all"))
                .contains("ok  1.1 Remember that it was turned on\n")
                .contains("no  1.2 What was done last counts\n        shinesAfterItWasTurnedOn\n        TODO 1.2")
                .endsWith("step 1 ▓░ 1/2\n");
    }

    @Test
    void testsTheExtraOfAStepAndLeavesTheStepAsItIs() throws IOException {
        doFirst();
        doSecond();
        String done = test("1");
        assertThat(test("1", "--extra"))
                .startsWith("1.E1 What was done twice is said once\nstep-1-light/src/main/java/lamp/Lamp.java:26\n")
                .contains("TODO 1.E1: what was done is said once", "OnceTest in tools/course/extras/step-1")
                .contains("./workshop hint 1.E1")
                .endsWith("step 1 extra ░ 0/1\n");
        assertThat(test("1")).isEqualTo(done);
        classroom.edit(LAMP, "return history;", "return history.stream().distinct().toList();");
        assertThat(test("1", "--extra")).isEqualTo("step 1 extra ▓ 1/1\nAll 5 tests passed with your extra.\n");
        assertThat(classroom.says(ShowProgress::new)).contains("2/2").doesNotContain("extra");
        assertThat(home.resolve("step-1-light/src/test/java/lamp/OnceTest.java"))
                .doesNotExist();
    }

    @Test
    void anExtraThatBreaksSomethingElseIsNotDone() throws IOException {
        doFirst();
        doSecond();
        classroom
                .edit(LAMP, "return history;", "return history.stream().distinct().toList();")
                .edit(LAMP, "history.add(\"off\")", "history.clear()");
        assertThat(test("1", "--extra")).contains("step 1 extra ░ 0/1");
        assertThat(refused("2", "--extra")).contains("Step 2 has no extra");
    }

    @Test
    void worksFromAFolderOfTheStep() {
        classroom.at("step-1-light/src/main");
        assertThat(test()).startsWith("1.1 ").contains("\njava/lamp/Lamp.java:12\n", "(cd ../.. && ");
        classroom.at("step-1-light");
        assertThat(test()).containsPattern("With Maven: \\S+ test");
    }

    @Test
    void namesFileAndLineOfWhatDoesNotCompile() throws IOException {
        classroom.edit(LAMP, "history.add(\"off\")", "history.put(\"off\")");
        assertThat(refused("1"))
                .startsWith("It does not compile.")
                .contains(LAMP + ":17: cannot find symbol", "put(String)\n", "type List<String>")
                .endsWith("A list has add. Fix it, and test again: ./workshop test 1");
    }

    @Test
    void namesTheImportThatIsMissing() throws IOException {
        classroom.edit(LAMP, "import java.util.List;", "");
        assertThat(refused("1"))
                .contains(LAMP + ":", "class List")
                .endsWith("Imports are missing; your editor adds them, or you do:\n    import java.util.List;");
        classroom.edit(LAMP, "List<String> history()", "Liszt<String> history()");
        assertThat(refused("1"))
                .endsWith("import java.util.List;\n    import ….Liszt; (your editor knows the package)");
        classroom.edit(LAMP, "List<String> history =", "Liszt<String> history =");
        assertThat(refused("1")).contains("class Liszt").endsWith("Fix the first one; others often follow from it.");
    }

    @Test
    void namesATestThatHangs() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "while (history.isEmpty()) Thread.onSpinWait(); // TODO 1.1");
        assertThat(refused("1", "--limit", "15"))
                .contains(
                        "LampTest#remembersThatItWasTurnedOn did not end in 15 s",
                        " at Lamp.java:12",
                        "./workshop test 1");
    }

    @Test
    void namesTheTodoAndTheLineThatEndTheProcess() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "if (history.isEmpty()) System.exit(1); // TODO 1.1");
        assertThat(refused("1"))
                .startsWith("1.1 Remember that it was turned on\n\nThe tests' process ended in LampTest#")
                .contains("\nThe code calls System.exit (Lamp.java:12), which ends a function", "./workshop test 1");
    }

    @Test
    void noTestIsNoSuccess() throws IOException {
        doFirst();
        doSecond();
        Files.delete(home.resolve(LAMP_TEST));
        assertThat(refused("1")).contains("No test ran in step-1-light", "./workshop reset 1");
    }

    @Test
    void aTestThatIsGoneIsNoSuccess() throws IOException {
        doFirst();
        classroom.edit(LAMP_TEST, "remembersThatItWasTurnedOn", "remembers");
        assertThat(test("1")).startsWith("1.1 ").contains("There is no such test any more", "./workshop reset 1");
    }

    @Test
    void aTestThatIsSkippedIsNoSuccess() throws IOException {
        doFirst();
        classroom.edit(
                LAMP_TEST,
                "@Test\n    void remembersThatItWasTurnedOn",
                "@Test\n    @org.junit.jupiter.api.Disabled\n    void remembersThatItWasTurnedOn");
        assertThat(test("1")).startsWith("1.1 ").contains("It was skipped", "@Disabled");
    }

    @Test
    void refusesAStepThatIsNotThere() {
        assertThat(refused("3")).contains("no step 3", "1 to 2");
    }

    @Test
    void saysHowToGetAProjectBackThatIsGone() throws IOException {
        Files.delete(home.resolve("step-1-light/pom.xml"));
        assertThat(refused("1")).contains("pom.xml", "./workshop reset 1");
    }

    @Test
    void testsAgainWhenAFileIsSaved() throws Exception {
        whileWatching(printed -> {
            await("Save a file", printed);
            classroom.edit(LAMP, "history.add(\"off\")", "history.put(\"off\")");
            await("It does not compile", printed);
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .containsPattern("(?s)^──── [0-9:]{8} ─+ running….*Ctrl-C ends.\\R──── [0-9:]{8} ─+ running…\\R");
            classroom.edit(LAMP, "history.put(\"off\")", "history.add(\"off\")");
            doFirst();
            await("step 1 ▓░ 1/2", printed);
        });
    }

    @Test
    void leavesTheRestWhenAFileIsSavedWhileEverythingElseIsTested() throws Exception {
        doFirst();
        doSecond();
        classroom.edit(LAMP_TEST, "void knowsItsRoom() {", """
                void knowsItsRoom() throws Exception {
                    java.nio.file.Files.createFile(java.nio.file.Path.of("begun"));
                    while (!java.nio.file.Files.exists(java.nio.file.Path.of("saved"))) Thread.sleep(20);
                """);
        Files.writeString(home.resolve("step-1-light/src/test/java/lamp/LateTest.java"), """
                package lamp;
                class LateTest {
                    @org.junit.jupiter.api.Test
                    void runsLast() throws Exception {
                        java.nio.file.Files.createFile(java.nio.file.Path.of("late"));
                    }
                }
                """);
        whileWatching(printed -> {
            await(() -> Files.exists(home.resolve("step-1-light/begun")), printed);
            classroom.edit(LAMP, "history.add(\"off\")", "history.put(\"off\")");
            Files.createFile(home.resolve("step-1-light/saved"));
            await("It does not compile", printed);
            assertThat(printed.toString(StandardCharsets.UTF_8).split("It does not compile")[0])
                    .doesNotContain("tests passed", "Save a file");
            assertThat(home.resolve("step-1-light/late")).doesNotExist();
        });
    }

    /** What a person does in another window. */
    private interface Doing {
        void with(ByteArrayOutputStream printed) throws Exception;
    }

    private void whileWatching(Doing doing) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Workspace workspace = new Workspace(home, home, new Terminal(stream, stream, false));
        Thread person = new Thread(() -> new CommandLine(new RunTests(workspace, libraries()))
                .setExecutionExceptionHandler((interrupted, line, parsed) -> 0)
                .execute("1", "--watch"));
        person.start();
        try {
            doing.with(printed);
        } finally {
            person.interrupt();
            person.join();
        }
    }

    private static void await(String text, ByteArrayOutputStream printed) throws InterruptedException {
        await(() -> printed.toString(StandardCharsets.UTF_8).contains(text), printed);
    }

    private static void await(BooleanSupplier reached, ByteArrayOutputStream printed) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("It printed:%n%s", printed).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private void doFirst() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "history.add(\"on\"); // ");
    }

    /** Then no test of the first passes without the second. */
    private void historyNeedsSecond() throws IOException {
        classroom.edit(LAMP, "        return history;", "        shines();\n        return history;");
    }

    private void doSecond() throws IOException {
        doSecond("return history.lastIndexOf(\"on\") > history.lastIndexOf(\"off\");");
    }

    private void doSecond(String answer) throws IOException {
        String stub = classroom.text(LAMP).replaceAll("(?s).*(throw new Unsupported.*?;).*", "$1");
        classroom.edit(LAMP, stub, answer);
    }

    private String test(String... words) {
        return classroom
                .says(workspace -> new RunTests(workspace, libraries()), words)
                .replace('\\', '/');
    }

    private String refused(String... words) {
        return classroom.refuses(workspace -> new RunTests(workspace, libraries()), words);
    }

    /** The fixture needs JUnit and AssertJ, as this test does. */
    private static Function<String, List<Path>> libraries() {
        List<Path> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return pom -> all;
    }
}
