package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileErrorsTest {
    @TempDir
    Path home;

    /** What compilers print for the same mistake, compiling for Java 17: rows 2, 3 are of Java 21 to 24, and were not seen. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            class, interface, enum, or record expected                                              | a } too many above this line
            unnamed classes are a preview feature and are disabled by default.                      | a } too many above this line
            implicitly declared classes are a preview feature and are disabled by default.          | a } too many above this line
            implicitly declared classes are not supported in -source 17                             | a } too many above this line
            patterns in switch statements are a preview feature and are disabled by default.        | compiled for Java 17
            patterns in switch statements are not supported in -source 17                           | compiled for Java 17
            """)
    void saysWhatEachCompilerMeans(String said, String meant) throws IOException {
        Classroom.in(home);
        Workspace workspace = new Workspace(home, home, null);
        String message = new CompileErrors(
                        workspace, workspace.step("1"), "src/main/java/lamp/Lamp.java:12: error: " + said)
                .problem()
                .getMessage();
        assertThat(message)
                .contains(said, meant + (meant.startsWith("a") ? "? Fix it" : ", which doesn't have that. Fix it"));
    }

    /** What people bring from an SDK that had constructors, from TypeScript's maps of settings, and from CloudFormation. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            constructor Lamp in class Lamp cannot be applied to given types; required: Lamp.BuilderImpl             | builder: EventBus.
            incompatible types: no instance(s) of type variable(s) K,V exist so that Map<K,V> conforms to LampProps | builder: EventBus.
            incompatible types: CfnLamp cannot be converted to Lamp                                                 | without Cfn. Fix it
            cannot find symbol symbol: method setColor()                                                            | made up. Fix it
            package com.amazonaws.services.sns does not exist                                                       | version 2 of the SDK: software.amazon.awssdk
            package software.amazon.awscdk.core does not exist                                                      | In version 2 of CDK
            package todo.event does not exist                                                                       | Is the import right
            """)
    void saysWhatIsMeantByCodeOfAnotherWorld(String said, String meant) throws IOException {
        Classroom.in(home);
        Workspace workspace = new Workspace(home, home, null);
        String error = "src/main/java/lamp/Lamp.java:12: " + said;
        assertThat(new CompileErrors(workspace, workspace.step("1"), error).problem())
                .hasMessageContaining(meant);
    }
}
