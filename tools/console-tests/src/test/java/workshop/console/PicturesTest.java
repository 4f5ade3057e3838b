package workshop.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the pictures of the docs from real runs, when asked: {@code ./mvnw -pl tools/console-tests -am test -Dtest=PicturesTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dpictures=docs/images}, from the top of the repository.
 */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class PicturesTest {
    private final Path folder = Path.of(System.getProperty("workshop.home")).resolve(System.getProperty("pictures"));

    @Test
    void thePicturesOfTheDocs() {
        try (Chromium chromium = Chromium.open();
                RunningUp up = new RunningUp("solution", 0)) {
            Page page = chromium.page();
            for (String name : List.of("Once before", "Read the docs")) { // the second one finds everything running
                page.navigate(up.address + "#todos");
                page.getByLabel("New to-do").fill(name);
                page.locator("button.main").click();
                page.locator("tbody tr")
                        .filter(new Locator.FilterOptions().setHasText(name))
                        .getByText("Complete")
                        .click();
                page.navigate(up.address + "#inbox");
                assertThat(page.locator("article pre").filter(new Locator.FilterOptions().setHasText(name)))
                        .isVisible();
            }
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.navigate(up.address + "#picture");
                assertThat(page.locator("svg .said.record")).isVisible();
                page.screenshot(new Page.ScreenshotOptions().setPath(file("console-picture", scheme)));
                page.navigate(up.address + "#journeys");
                page.locator("tbody tr a").first().click();
                assertThat(page.locator("h2")).containsText("PATCH /todo");
                page.screenshot(new Page.ScreenshotOptions().setPath(file("console-journey", scheme)));
            }
        }
    }

    /** What is there when a step begins, and as dashed places what its TODOs add. */
    @Test
    void thePictureOfEachStep() {
        try (Chromium chromium = Chromium.open()) {
            Page page = chromium.page();
            for (String step : List.of("step-1-stream", "step-2-eventbridge", "step-3-handlers", "step-4-sns")) {
                try (RunningUp up = new RunningUp(step, 0)) {
                    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                        page.navigate(up.address);
                        assertThat(page.locator("svg .todo").first()).isAttached();
                        page.locator("svg")
                                .screenshot(
                                        new Locator.ScreenshotOptions().setPath(file(step.substring(0, 6), scheme)));
                    }
                }
            }
        }
    }

    private Path file(String name, ColorScheme scheme) {
        return folder.resolve(name + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png");
    }
}
