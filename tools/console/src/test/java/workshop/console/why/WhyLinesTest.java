package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.console.Things;

/** What {@code ./workshop why} prints, as people read it. */
class WhyLinesTest {
    @TempDir
    private Path folder;

    private Things things;
    private Why why;

    @BeforeEach
    void deploy() {
        things = new Things().deploy(folder);
        why = new Why(things.account(), things.journeys(), folder);
    }

    @AfterEach
    void close() {
        things.close();
    }

    @Test
    void whatNobodyKnowsIsSaidSo() {
        assertThat(why.lines("never"))
                .containsExactly(
                        "Nothing that happened carries \"never\". Make a change, such as POST /todo, and ask again.");
    }

    @Test
    void itSaysHowFarAChangeCameNotHowManyHopsItHad() {
        things.journey("POST", "a-thing");
        assertThat(why.lines("a-thing"))
                .anyMatch(line -> line.startsWith("It came to ") && line.contains("Publisher, Bus, Rule"))
                .noneMatch(line -> line.contains("hops"));
    }
}
