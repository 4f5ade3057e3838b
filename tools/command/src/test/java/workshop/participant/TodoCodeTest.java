package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import workshop.course.manifest.Todo;

class TodoCodeTest {
    private static final Source SOLUTION = source("""
            Lamp() {
                // region 1.1 The bulb
                bulb = bulbs.first();
                // endregion
                // region 1.2 The switch
                for (Light light : new Lights(bulb)) {
                    toggle.connect(light);
                }
                // endregion
            }
            """);

    private static final Todo BULB = Todos.todo("1.1", "The bulb", "Lamp.java");
    private static final Todo SWITCH = Todos.todo("1.2", "The switch", "Lamp.java");

    @Test
    void wordsThatStandInAnyCodeDoNotSayWhereATodoIs() {
        assertThat(line("""
                Lamp() {
                    Bulb bright = new Bulb();
                    for (Bulb each : List.of(bright)) {
                        each.on();
                    }
                    toggle.connect(bright.light());
                }
                """)).hasValue(6);
    }

    @Test
    void whereTheLineBeforeItIsAsInTheSolutionItBeginsBelow() {
        assertThat(line("""
                Lamp() {
                    bulb = bulbs.first();
                    bulb.shine();
                    toggle.connect(bulb.light());
                }
                """)).hasValue(3);
    }

    @Test
    void whatIsWrittenInItsPlaceIsTheLineAfterTheOneBeforeIt() {
        assertThat(line("""
                Lamp() {
                    bulb = bulbs.first();
                    bulb.shine();
                }
                """)).hasValue(3);
        assertThat(line("""
                Lamp() {
                    bulb = bulbs.first();
                }
                """)).hasValue(2);
    }

    @Test
    void theCodeOfATodoLiesBetweenTheLinesThatTheSolutionHasAsWell() {
        String written = """
                Lamp() {
                    bulb = bulbs.first();
                    bulb.shine();
                    toggle.connect(bulb.light());
                }
                """;
        assertThat(code(SWITCH, written).has(2)).isFalse();
        assertThat(code(SWITCH, written).has(3)).isTrue();
        assertThat(code(SWITCH, written).has(4)).isTrue();
    }

    @Test
    void whereTheCodeOfTwoTodosMeetsAWordSaysWhoseALineIs() {
        String written = """
                Lamp() {
                    bulb = bulbs.first();
                    for (Light light : new Lights(null)) {
                        toggle.connect(light);
                    }
                }
                """;
        assertThat(code(BULB, written).has(3)).isFalse();
        assertThat(code(SWITCH, written).has(3)).isTrue();
    }

    @Test
    void anEmptyFileHasNoCode() {
        assertThat(code(SWITCH, "").has(0)).isFalse();
        assertThat(line("")).hasValue(0);
    }

    private static Optional<Integer> line(String written) {
        return code(SWITCH, written).line();
    }

    private static TodoCode code(Todo todo, String written) {
        return new TodoCode(todo, List.of(BULB, SWITCH), source(written), SOLUTION);
    }

    private static Source source(String text) {
        return new Source(text.lines().toList());
    }
}
