package workshop.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;

/** The picture of each step and of the solution: what is there, and as places what the step's TODOs will add. */
class StepPicturesTest {
    private static final List<String> PROJECTS =
            List.of("step-1-stream", "step-2-eventbridge", "step-3-handlers", "step-4-sns", "solution");

    /**
     * A picture in names.
     *
     * @param planned of the parts and lines, those that are not there yet
     */
    private record Picture(Set<String> parts, Set<String> lines, Set<String> planned) {

        static Picture of(JsonNode graph) {
            Picture picture = new Picture(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
            Map<String, String> names = new HashMap<>();
            graph.path("boxes")
                    .forEach(box -> box.path("nodes").forEach(node -> {
                        String name = node.path("name").asText();
                        names.put(node.path("id").asText(), name);
                        picture.add(picture.parts, name, node);
                    }));
            graph.path("lines")
                    .forEach(line -> picture.add(
                            picture.lines,
                            names.get(line.path("from").asText()) + " -> "
                                    + names.get(line.path("to").asText()),
                            line));
            return picture;
        }

        private void add(Set<String> all, String name, JsonNode its) {
            all.add(name);
            if (!its.path("todo").asText().isEmpty()) {
                planned.add(name);
            }
        }

        /** The lines between parts that another picture has, too. */
        Set<String> linesWithin(Picture other) {
            Set<String> within = new TreeSet<>(lines);
            within.removeIf(line -> !other.parts.containsAll(List.of(line.split(" -> "))));
            return within;
        }
    }

    @Test
    void whatIsPlannedInAStepIsThereInTheNextOne() {
        Picture before = null;
        try (Chromium chromium = Chromium.open()) {
            Page page = chromium.page();
            for (String project : PROJECTS) {
                Picture now;
                try (RunningUp up = new RunningUp(project, 0)) {
                    page.navigate(up.address);
                    assertThat(page.locator("svg .name").first()).isVisible();
                    now = Picture.of(Json.read(page.evaluate("fetch('/_console/graph').then((answer) => answer.text())")
                            .toString()));
                    lookAt(page, now);
                    assertGuide(page, project);
                }
                if (before != null) {
                    Set<String> there = new TreeSet<>(now.parts);
                    there.addAll(now.lines);
                    there.removeAll(now.planned);
                    assertThat(there).as(project).containsAll(before.planned);
                    Set<String> lines = now.linesWithin(before);
                    lines.removeAll(now.planned);
                    assertThat(before.lines).as("before " + project).containsAll(lines);
                }
                before = now;
            }
        }
        assertThat(before.planned).isEmpty();
    }

    private static void lookAt(Page page, Picture picture) {
        for (String part : picture.parts) {
            assertThat(page.locator("svg .name")
                            .filter(new Locator.FilterOptions().setHasText(part))
                            .first())
                    .isVisible();
        }
        long places =
                picture.planned.stream().filter(name -> !name.contains(" -> ")).count();
        assertThat(page.locator("svg .box.todo")).hasCount((int) places);
        Locator words = page.locator("svg .box.todo .word");
        for (int i = 0; i < places; i++) {
            assertThat(words.nth(i)).containsText(" will be here");
        }
    }

    /** A step's page with its TODOs, the next one first; of the finished system the pages of the docs. */
    private static void assertGuide(Page page, String project) {
        page.locator("nav a[href='#guide']").click();
        assertThat(page.locator(".guide .text h1")).isVisible();
        if (project.startsWith("step-")) {
            String step = project.substring(5, 6);
            assertThat(page.locator(".guide .text h1")).containsText("Step " + step);
            assertThat(page.locator(".guide .next")).containsText("Next: " + step + ".1");
            assertThat(page.locator(".guide .text")).containsText("See the picture.");
            assertThat(page.locator(".guide .text")).not().containsText("hin lines");
            assertThat(page.locator(".guide details").first()).not().hasAttribute("open", "");
        }
        assertThat(page.locator(".guide")).not().containsText(Pattern.compile("<(details|summary|!--|a id)"));
    }
}
