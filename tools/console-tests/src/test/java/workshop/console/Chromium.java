package workshop.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's browser, without a window. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MS = 60_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(List.of("--no-sandbox")));
    }

    /** Opens it; where there is none, the test says so and is skipped. */
    static Chromium open() {
        assumeTrue(Files.isExecutable(PROGRAM), "There is no " + PROGRAM + " here, so nothing is tried in a browser.");
        return new Chromium();
    }

    /** A new tab, as large as a projector's picture. */
    Page page() {
        Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 720));
        page.setDefaultTimeout(PATIENCE_MS);
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
