package workshop;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void everyCallOfTheRehearsalSucceedsSoThatTheArchiveHasTheClassesOfAWholeRun() {
        assertThatCode(() -> Rehearsal.main(new String[0])).doesNotThrowAnyException();
    }
}
