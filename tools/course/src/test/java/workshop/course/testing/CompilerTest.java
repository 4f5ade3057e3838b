package workshop.course.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.course.FixtureCourse;
import workshop.course.TextFile;

/** A lamp has a method on, which a user calls. */
class CompilerTest {
    private static final String BULB = "src/main/java/lamp/Bulb.java";

    private static final String IMPORTS =
            "import java.lang.annotation.Target; import static java.lang.annotation.ElementType.METHOD; ";

    @TempDir
    private Path folder;

    @BeforeEach
    void compileFirst() {
        write("src/test/java/lamp/User.java", "class User { int on = Lamp.on(); Object other() { return null; } }");
        assertThat(compile("static int on() { return 1; }")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static int on() { return 2; }",
                "static int on() { return two(); } private static int two() { return 2; }",
                "static int on() { return new Object() { int two() { return 2; } }.two(); }",
                "static int on() { return TWO.length(); } private static final String TWO = \"on\".trim();",
                "static int on() { return Two.TWO; } private interface Two { int TWO = 2; }",
                "static int on() { java.util.function.IntSupplier two = () -> 2; return two.getAsInt(); }"
            })
    void compilesNothingElseWhereNoOtherClassSeesADifference(String lamp) throws Exception {
        FileTime user = user();
        assertThat(compile(lamp)).isEmpty();
        assertThat(on()).isEqualTo(2);
        assertThat(compile("static int on() { return 3; }")).isEmpty();
        assertThat(on()).isEqualTo(3);
        assertThat(user()).isEqualTo(user);
        assertThat(new ClassFiles(built().classes()).all()).containsExactly("lamp/Lamp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static long on() { return 2; }",
                "static int of() { return 2; }",
                "private static int on() { return 2; }",
                "static int on() throws Exception { return 2; }",
                "static int on(int... more) { return 2; }"
            })
    void compilesEverythingWhereAnotherClassSeesADifference(String lamp) throws IOException {
        FileTime user = user();
        String problems = compile(lamp);
        if (problems.isEmpty()) {
            assertThat(user()).isNotEqualTo(user);
        } else {
            assertThat(problems).startsWith("src/test/java/lamp/User.java:1: ");
        }
    }

    @Test
    void compilesEverythingForAnotherValueOfAConstant() throws IOException {
        assertThat(compile("static final int WATTS = 40; static int on() { return WATTS; }"))
                .isEmpty();
        FileTime user = user();
        assertThat(compile("static final int WATTS = 60; static int on() { return WATTS; }"))
                .isEmpty();
        assertThat(user()).isNotEqualTo(user);
    }

    @Test
    void compilesEverythingWhereAClassGoesThatIsUsed() throws IOException {
        write(BULB, "class Bulb { static int on() { return 2; } }");
        assertThat(compile("static int on() { return Bulb.on(); }")).isEmpty();
        Files.delete(folder.resolve(BULB));
        assertThat(compile("static int on() { return 1 + Bulb.on(); }"))
                .startsWith("src/main/java/lamp/Lamp.java:1: ")
                .contains("Bulb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@interface On { int watts() default 1; } | @interface On { int watts(); } | @Lamp.On Object on;",
                "@interface On { } | @Target(METHOD) @interface On { } | @Lamp.On Object on;",
                "static class On { } | private static class On { } | Object on = new Lamp.On();",
                "static class On { On(Lamp l) { } } | class On { On() { } } | Object on = new Lamp.On(null);",
                "static class On { } | static sealed class On { } static final class Off extends On { } | class Own extends Lamp.On { }",
                "static class On extends Watts { } | static class On extends Watts { private int w; } | int on = new Lamp.On().w;"
            })
    void compilesEverythingForADifferenceThatAnotherClassRefuses(String before, String after, String user) {
        String watts = "static class Watts { int w; } ";
        write("src/test/java/lamp/User.java", "class User { " + user + " }");
        assertThat(compile(watts + before)).isEmpty();
        assertThat(compile(watts + after)).startsWith("src/test/java/lamp/User.java:1: ");
        assertThat(compile(watts + before)).isEmpty();
    }

    @Test
    void compilesTheSecondClassOfAFile() throws Exception {
        for (int on : List.of(1, 2)) {
            String bulb = "} class Bulb { static int on() { return " + on + "; }";
            assertThat(compile("static int on() { return Bulb.on(); }" + bulb)).isEmpty();
            assertThat(on()).isEqualTo(on);
        }
        assertThat(compile("static int on() { return 3; }")).isEmpty();
        assertThat(new ClassFiles(built().classes()).all()).containsExactly("lamp/Lamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classes/lamp/Lamp.class", "test-classes/lamp/User.class"})
    void compilesEverythingWhereAClassFileIsMissingOrAnotherOne(String file) throws Exception {
        Path compiled = folder.resolve("target/tests").resolve(file);
        byte[] bytes = Files.readAllBytes(compiled);
        for (String lamp : List.of("static int on() { return 1; }", "static int on() { return 1; } ")) {
            Files.delete(compiled);
            assertThat(compile(lamp)).isEmpty();
            assertThat(compiled).hasBinaryContent(bytes);
            Files.write(compiled, new byte[] {1});
            assertThat(compile(lamp)).isEmpty();
            assertThat(compiled).hasBinaryContent(bytes);
        }
    }

    @Test
    void compilesEverythingWhereTheLastClassOfAPackageGoes() throws IOException {
        new TextFile(folder.resolve("src/main/java/hall/Hall.java")).write("package hall; public class Hall { }");
        new TextFile(folder.resolve("src/test/java/lamp/User.java"))
                .write("package lamp; import hall.*; class User { }");
        assertThat(compile("")).isEmpty();
        Files.delete(folder.resolve("src/main/java/hall/Hall.java"));
        assertThat(compile("")).contains("package hall does not exist");
    }

    /** Here, one hides a class of Java's own. */
    @Test
    void compilesEverythingWhereAClassComesThatOthersName() throws IOException {
        FileTime user = user();
        write("src/main/java/lamp/Object.java", "class Object { }");
        assertThat(compile("static int on() { return 2; }")).isEmpty();
        assertThat(user()).isNotEqualTo(user);
    }

    @Test
    void compilesEverythingForAnotherTestResourceOrSetting() throws IOException {
        FileTime user = user();
        write("src/test/resources/light.txt", "on");
        assertThat(compile("static int on() { return 1; }")).isEmpty();
        assertThat(built().testClasses().resolve("light.txt")).exists();
        assertThat(user()).isNotEqualTo(user);

        assertThat(compile(List.of("-Xlint:all", "-Werror"), "static int on() { return (int) 1; }"))
                .contains("redundant cast");
        assertThat(compile("static int on() { return (int) 1; }")).isEmpty();
        assertThat(compile(List.of("-Xlint:all", "-Werror"), "static int on() { return (int) 1; }"))
                .contains("redundant cast");
    }

    private String compile(String lamp) {
        return compile(List.of(), lamp);
    }

    private String compile(List<String> arguments, String lamp) {
        write("src/main/java/lamp/Lamp.java", IMPORTS + "class Lamp { " + lamp + " }");
        Settings settings = new Settings("17", arguments, Map.of());
        try (Compiler compiler = new Compiler(folder, settings, FixtureCourse.classPath())) {
            return compiler.compile();
        }
    }

    private void write(String path, String type) {
        new TextFile(folder.resolve(path)).write("package lamp; " + type);
    }

    private BuildFolder built() {
        return new BuildFolder(folder);
    }

    private FileTime user() throws IOException {
        return Files.getLastModifiedTime(built().testClasses().resolve("lamp/User.class"));
    }

    /** What the method on returns. */
    private int on() throws Exception {
        URL[] classes = {
            built().classes().toUri().toURL(), built().testClasses().toUri().toURL()
        };
        try (URLClassLoader loader = new URLClassLoader(classes)) {
            var user = loader.loadClass("lamp.User").getDeclaredConstructor();
            user.setAccessible(true);
            var on = user.getDeclaringClass().getDeclaredField("on");
            on.setAccessible(true);
            return (int) on.get(user.newInstance());
        }
    }
}
