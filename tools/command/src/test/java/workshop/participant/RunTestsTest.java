package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.manifest.TodoId;

class RunTestsTest {
    private static final String LAMP = Classroom.LAMP;
    private static final String LAMP_TEST = "step-1-light/src/test/java/lamp/LampTest.java";
    private static final String LAMP_APP = "src/main/java/lamp/LampApp.java";

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
        classroom.doFirst();
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
        classroom.doSecond("return history.lastIndexOf(\"yes\") > history.lastIndexOf(\"off\");");
        assertThat(test("1")).startsWith("1.1 ").endsWith("step 1 ▓░ 1/2\n");
    }

    @Test
    void namesTheFirstLineThatIsWrittenOnceItsCommentIsGone() throws IOException {
        classroom.doFirst();
        classroom.doSecond("int times = 2 * 1;\n        return history.isEmpty();");
        long line = classroom
                        .text(LAMP)
                        .lines()
                        .takeWhile(text -> !text.contains("int times"))
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
        classroom.doFirst();
        test("1");
        classroom.edit(LAMP, "history.add(\"on\")", "shines(); history.add(\"on\")");
        assertThat(test("1")).startsWith("1.1 "); // nothing is written for 1.2 yet
        classroom.edit(LAMP, "shines(); ", "");
        test("1");
        classroom.edit(LAMP, "history.add(\"on\")", "shines(); history.add(\"on\")");
        classroom.doSecond("throw new IllegalStateException(\"too bright\");");
        assertThat(test("1"))
                .startsWith("1.2 What was done last counts\n")
                .contains("too bright")
                .doesNotContain("It was done")
                .endsWith(
                        "Done before, and failing now, perhaps for the same reason (--all shows why): TODO 1.1\n\nstep 1 ░░ 0/2\n");
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
        classroom.doFirst();
        test("1");
        classroom.historyNeedsSecond();
        classroom.doSecond("throw new AssertionError(\"TODO 1.1: the stack can be synthesized. Got: nothing\");");
        assertThat(test("1"))
                .startsWith(
                        "The stack can't be synthesized, so nothing about it can be tested.\n\n1.2 What was done last")
                .endsWith("step 1 ▓░ 1/2\n");
        classroom.edit(LAMP, "Got: nothing", "Got: neither");
        assertThat(test("1", "--all"))
                .contains("–   1.1 Remember that it was turned on: not tested\nno  1.2 ")
                .contains("step 1 ▓░ 1/2\n");
    }

    @Test
    void showsTheTodoWhoseCodeWasChangedSinceItWasDone() throws IOException {
        classroom.doFirst();
        classroom.doSecond();
        classroom.historyNeedsSecond();
        test("1");
        classroom.edit(
                LAMP,
                "return history.lastIndexOf",
                "if (true) throw new AssertionError(\"dark\"); return history.lastIndexOf");
        assertThat(test("1"))
                .startsWith("1.2 What was done last counts\n")
                .contains("Done before, and failing now, perhaps for the same reason (--all shows why): TODO 1.1\n");
    }

    @Test
    void saysThatTheStubIsStillBelowTheCode() throws IOException {
        classroom.doFirst();
        assertThat(test("1")).doesNotContain("is still there");
        classroom.edit(LAMP, "throw new Unsupported", "history.size();\n        throw new Unsupported");
        assertThat(test("1")).contains("Below your code, the line that came with the TODO is still there: throw new");
    }

    @Test
    void showsTheTodoWhoseCodeCallsWhatFails() throws IOException {
        classroom.doFirst();
        classroom.doSecond("throw new AssertionError(\"dark (Lamp.java:1, called in line 22)\");");
        classroom.historyNeedsSecond();
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
        classroom.doFirst();
        classroom.doSecond();
        assertThat(test("1"))
                .isEqualTo("step 1 ▓▓ 2/2\nAll 4 tests passed. See it work: ./workshop demo 1; go on:"
                        + " ./workshop test 2\n");
        assertThat(classroom.exit()).isZero();
    }

    @Test
    void isNotDoneWhileSomethingElseFails() throws IOException {
        classroom.doFirst();
        classroom.doSecond();
        classroom.edit(LAMP_TEST, "\"kitchen\"", "\"hall\"");
        assertThat(test("1"))
                .startsWith("step 1 ▓▓ 2/2\n\nOther tests fail, of what was there before this step or of your own:")
                .contains("LampTest#knowsItsRoom", "hall")
                .doesNotContain("tests passed");
        assertThat(classroom.exit()).isEqualTo(1);
    }

    @Test
    void forgetsATodoThatIsNoLongerDone() throws IOException {
        classroom.doFirst();
        test("1");
        classroom.edit(LAMP, "history.add(\"on\")", "history.clear()");
        assertThat(test("1"))
                .contains("This TODO passed when it was tested last")
                .endsWith("step 1 ░░ 0/2\n");
        assertThat(test("1")).doesNotContain("It was done");
    }

    @Test
    void showsAllTodosOnRequest() throws IOException {
        classroom.doFirst();
        assertThat(test("1", "--all"))
                .contains("ok  1.1 Remember that it was turned on\n")
                .contains("no  1.2 What was done last counts\n        shinesAfterItWasTurnedOn\n        TODO 1.2")
                .endsWith("step 1 ▓░ 1/2\n");
    }

    @Test
    void testsTheExtraOfAStepAndLeavesTheStepAsItIs() throws IOException {
        classroom.doFirst();
        classroom.doSecond();
        String done = test("1");
        assertThat(test("1", "--extra"))
                .startsWith("1.E1 What was done twice is said once\nstep-1-light/src/main/java/lamp/Lamp.java:26\n")
                .contains("TODO 1.E1: what was done is said once", "Its guide:  docs/step-1-light.md#1E1")
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
        classroom.doFirst();
        classroom.doSecond();
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
        classroom.edit(LAMP, "history.put(\"off\")", "history.add(java.time.Duration.ZERO)");
        assertThat(refused("1")).contains("A duration is no text. Fix it");
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
        assertThat(refused("1"))
                .contains("class Liszt")
                .endsWith("Fix the first error, and test again: the others may come from it.");
    }

    @Test
    void saysWhatTheCompilerMeans() throws IOException {
        Path bulb = home.resolve("step-1-light/src/main/java/Bulb.java");
        Files.writeString(bulb, "class Bulb {}");
        classroom.edit(LAMP, "// TODO 1.1", "new Bulb(); // TODO 1.1");
        assertThat(refused("1"))
                .contains("Bulb.java is in no package. Move it to the folder of the class that uses it");
        classroom.edit(LAMP, "new Bulb(); // TODO 1.1", "// TODO 1.1");
        Files.delete(bulb);
        classroom.edit(LAMP, "package lamp;", "package lamps;");
        assertThat(refused("1")).contains("\n… and ", LAMP + " must begin with \"package lamp;\"");
        classroom.edit(LAMP, "package lamps;", "package lamp;");
        classroom.edit(LAMP, "// TODO 1.1", "} // TODO 1.1");
        assertThat(refused("1")).contains("Is there a } too many above this line? Fix the first error");
        classroom.edit(LAMP, "} // TODO 1.1", "if (history.isEmpty()) { // TODO 1.1");
        assertThat(refused("1")).contains("Is a } missing above this line");
        classroom.edit(LAMP, "if (history.isEmpty()) {", "<<<<<<< HEAD\n");
        assertThat(refused("1"))
                .contains(LAMP + ":12: illegal start of expression\n    <<<<<<< HEAD\n", "Git left two versions");
        classroom.edit(LAMP, "<<<<<<< HEAD", "history.getFirst(); ");
        assertThat(refused("1")).contains("    history.getFirst();", "compiled for Java 17");
        classroom.edit(LAMP, "history.getFirst(); ", "history.add(“on”);");
        assertThat(refused("1")).contains("    history.add(“on”);", "came with a copied text");
        classroom.edit(LAMP, "history.add(“on”);", "int n = java.time.Duration.ZERO.getNano;");
        assertThat(refused("1")).contains("variable getNano", "Is it a method, and () missing after it?");
        classroom.edit(LAMP, "int n = java.time.Duration.ZERO.getNano;", "java.time.Duration pause = 12;");
        assertThat(refused("1")).contains("int cannot be converted to Duration", "Duration.hours(…)");
        classroom.edit(LAMP, "java.time.Duration pause = 12;", "none();\n".repeat(7));
        assertThat(refused("1"))
                .contains("\n… and 2 more\n")
                .endsWith("this one may be made up. Fix the first error, and test again: the others may come from it.");
    }

    @Test
    void namesATestThatHangsAndTheTodoWhoseCodeLoops() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "java.util.concurrent.CompletableFuture.runAsync(this::shines).join(); //");
        classroom.doSecond("while (history.isEmpty()) Thread.onSpinWait();\n        return true;");
        assertThat(refused("1", "--limit", "15"))
                .startsWith("1.2 What was done last counts\n\n")
                .containsPattern("LampTest#\\w+ did not end in 15 s, so it was stopped at Lamp.java:2\\d")
                .contains("./workshop test 1");
    }

    @Test
    void namesTheTodoAndTheLineThatEndTheProcess() throws IOException {
        classroom.edit(LAMP, "// TODO 1.1", "if (history.isEmpty()) System.exit(1); // TODO 1.1");
        assertThat(refused("1"))
                .startsWith("1.1 Remember that it was turned on\n\nThe tests' process ended in LampTest#")
                .containsPattern("\\w\\.\nThe code calls System.exit \\(Lamp.java:12\\), which ends a function")
                .contains("./workshop test 1");
    }

    @Test
    void noTestIsNoSuccess() throws IOException {
        classroom.doFirst();
        classroom.doSecond();
        Files.delete(home.resolve(LAMP_TEST));
        assertThat(refused("1")).contains("No test ran in step-1-light", "./workshop reset 1");
    }

    @Test
    void aTestThatIsGoneIsNoSuccess() throws IOException {
        classroom.doFirst();
        classroom.edit(LAMP_TEST, "remembersThatItWasTurnedOn", "remembers");
        assertThat(test("1")).startsWith("1.1 ").contains("There is no such test any more", "./workshop reset 1");
    }

    @Test
    void aTestThatIsSkippedIsNoSuccess() throws IOException {
        classroom.doFirst();
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
        assertThat(refused("1")).contains("pom.xml", "There is no step-1-light/pom.xml.", "./workshop reset 1");
    }

    @Test
    void namesThePomAndTheLineAtWhichItCannotBeRead() throws IOException {
        Files.writeString(home.resolve("step-1-light/pom.xml"), "");
        assertThat(refused("1")).startsWith("step-1-light/pom.xml can't be read, in line 1: ");
        Files.writeString(home.resolve("step-1-light/pom.xml"), "<project>\n  <properties>\n");
        assertThat(refused("1"))
                .startsWith("step-1-light/pom.xml can't be read, in line 3: an end such as </project> is missing.")
                .endsWith("get back that of your last commit: ./workshop reset 1");
        Files.writeString(home.resolve("step-1-light/pom.xml"), "<project>\n<<<<<<< HEAD\n");
        assertThat(refused("1")).contains("in line 2: git left two versions there: keep one");
    }

    @Test
    void namesTheFileThatHasLostItsClass() throws IOException {
        Files.writeString(home.resolve(LAMP), "");
        assertThat(refused("1")).contains(LAMP + " has no class any more. Get it back as it was: ./workshop reset 1");
        Files.delete(home.resolve(LAMP));
        Files.createDirectory(home.resolve(".git"));
        assertThat(refused("1")).endsWith(LAMP + " is gone. Get it back: git checkout HEAD -- " + LAMP);
    }

    private String test(String... words) {
        return classroom
                .says(workspace -> new RunTests(workspace, Classroom.libraries()), words)
                .replace('\\', '/');
    }

    private String refused(String... words) {
        return classroom.refuses(workspace -> new RunTests(workspace, Classroom.libraries()), words);
    }
}
