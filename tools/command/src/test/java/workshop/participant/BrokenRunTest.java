package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.TextFile;

class BrokenRunTest {
    @TempDir
    Path home;

    @Test
    void theTodoOfTheTestIsNamedIfItsCodeCallsWhatDoesNotEnd() throws IOException {
        Classroom classroom = Classroom.in(home);
        classroom.edit(Classroom.LAMP, "// TODO 1.1", "history.add(\"on\"); //");
        classroom.doSecond("while (true) on();");
        String on = "Lamp.java:" + line("history.add(\"on\")");
        String stuck = on + ", called at Lamp.java:" + line("while (true)");

        assertThat(message("LampTest#shinesAfterItWasTurnedOn", stuck))
                .startsWith("1.2 What was done last counts\n\nLampTest#")
                .contains("\nRead on: docs/step-1-light.md#12");
        assertThat(message("LampTest#shinesAfterItWasTurnedOn", on)).startsWith("1.1 ");
        assertThat(message("LampTest#remembersThatItWasTurnedOn", on)).startsWith("1.1 ");
        assertThat(message("LampTest#isDarkAfterItWasTurnedOff", "Lamp.java:1")).startsWith("1.2 ");
        assertThat(message("LampTest#knowsItsRoom", "Room.java:1")).startsWith("LampTest#knowsItsRoom");
    }

    private String message(String test, String place) {
        Workspace workspace = new Workspace(home, home, null);
        return new BrokenRun(workspace, workspace.step("1"), test + " at " + place)
                .problem()
                .getMessage();
    }

    private int line(String code) {
        return TextFile.lineOf(
                new TextFile(home.resolve(Classroom.LAMP)).read().lines().toList(), line -> line.contains(code));
    }
}
