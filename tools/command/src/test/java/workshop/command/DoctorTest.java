package workshop.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final Terminal PLAIN = new Terminal(System.out, System.err, false);

    @Test
    void aMissingNodeIsNamedWithTheFix() {
        assertThat(Doctor.line(Doctor.node(Optional.empty()), PLAIN))
                .contains("no", "Node.js", "not found", "Install Node.js 20");
    }

    @Test
    void anOldNodeIsNamedWithTheFix() {
        assertThat(Doctor.line(Doctor.node(Optional.of("v18.19.1")), PLAIN)).contains("v18.19.1", "Install Node.js 20");
    }

    @Test
    void aNewNodeIsGood() {
        assertThat(Doctor.line(Doctor.node(Optional.of("v22.3.0")), PLAIN))
                .startsWith("ok")
                .doesNotContain("Install");
    }

    @Test
    void anOldJavaIsNamedWithTheFix() {
        assertThat(Doctor.line(Doctor.java(11), PLAIN)).startsWith("no").contains("11", "Install Java 17");
    }
}
