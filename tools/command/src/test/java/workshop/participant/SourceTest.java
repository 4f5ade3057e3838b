package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

class SourceTest {
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

    private static final Todo TODO =
            new Todo(TodoId.of("1.2"), "The switch", "Lamp.java", "", null, null, null, null, null, null, null);

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
                """)).isEqualTo(":6");
    }

    @Test
    void whatIsWrittenInItsPlaceIsTheLineAfterTheOneBeforeIt() {
        assertThat(line("""
                Lamp() {
                    bulb = bulbs.first();
                    bulb.shine();
                }
                """)).isEqualTo(":3");
        assertThat(line("""
                Lamp() {
                    bulb = bulbs.first();
                }
                """)).isEqualTo(":2");
    }

    @Test
    void theCodeOfATodoLiesBetweenTheLinesThatTheSolutionHasAsWell() {
        Source written = source("""
                Lamp() {
                    bulb = bulbs.first();
                    bulb.shine();
                    toggle.connect(bulb.light());
                }
                """);
        assertThat(written.isIn(TODO, SOLUTION, 2)).isFalse();
        assertThat(written.isIn(TODO, SOLUTION, 3)).isTrue();
        assertThat(written.isIn(TODO, SOLUTION, 4)).isTrue();
    }

    @Test
    void whereTheCodeOfTwoTodosMeetsAWordSaysWhoseALineIs() {
        Source written = source("""
                Lamp() {
                    bulb = bulbs.first();
                    for (Light light : new Lights(null)) {
                        toggle.connect(light);
                    }
                }
                """);
        Todo first = new Todo(TodoId.of("1.1"), "The bulb", "Lamp.java", "", null, null, null, null, null, null, null);
        assertThat(written.isIn(first, SOLUTION, 3) && written.isIn(TODO, SOLUTION, 3))
                .isTrue();
        assertThat(written.hasWordOf(first, SOLUTION, 3)).isFalse();
        assertThat(written.hasWordOf(TODO, SOLUTION, 3)).isTrue();
    }

    @Test
    void anEmptyFileHasNoCode() {
        assertThat(source("").isIn(TODO, SOLUTION, 0)).isFalse();
        assertThat(line("")).isEqualTo(":0");
    }

    private static String line(String written) {
        return source(written).line(TODO, SOLUTION);
    }

    private static Source source(String text) {
        return new Source(text.lines().toList());
    }
}
