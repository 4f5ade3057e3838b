package workshop.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the pictures of the docs from a real run, when asked: {@code ./mvnw -pl tools/console-tests -am test -Dtest=PicturesTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dpictures=docs/images}, from the top of the repository.
 */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class PicturesTest {
    private static final double PATIENCE_MS = 60_000;

    @Test
    void thePicturesOfTheDocs() {
        Path folder = Path.of(System.getProperty("workshop.home")).resolve(System.getProperty("pictures"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        try (RunningUp up = new RunningUp("solution", 0);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(Path.of("/usr/bin/chromium"))
                            .setArgs(List.of("--no-sandbox")));
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 720));
            page.setDefaultTimeout(PATIENCE_MS);
            page.navigate(up.address + "#todos");
            page.getByLabel("New to-do").fill("Read the docs");
            page.locator("button.main").click();
            Locator todo = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("Read the docs"));
            todo.getByText("Complete").click();
            assertThat(todo).containsText("completed");
            page.navigate(up.address + "#inbox");
            assertThat(page.locator("article pre").filter(new Locator.FilterOptions().setHasText("Read the docs")))
                    .isVisible();
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                shoot(page, up, "picture", folder, scheme);
                shoot(page, up, "journeys", folder, scheme);
                page.locator("tbody tr a").first().click();
                assertThat(page.locator("h2")).containsText("PATCH /todo");
                write(page, "journey", folder, scheme);
            }
        }
    }

    private static void shoot(Page page, RunningUp up, String view, Path folder, ColorScheme scheme) {
        page.navigate(up.address + "#" + view);
        assertThat(page.locator(view.equals("picture") ? "svg .name" : "tbody tr")
                        .first())
                .isVisible();
        if (view.equals("picture")) {
            write(page, "picture", folder, scheme);
        }
    }

    private static void write(Page page, String name, Path folder, ColorScheme scheme) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.resolve("console-" + name + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png")));
    }
}
