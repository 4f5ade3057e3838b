package workshop.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.console.page.Console;
import workshop.console.why.Why;

/** The console without a mouse: where the focus is, also after what had it was written anew. */
class KeyboardTest {
    @TempDir
    private Path folder;

    private Chromium chromium;
    private Things things;
    private Page page;

    @BeforeEach
    void open() {
        things = new Things().deploy(folder);
        Why why = new Why(things.account(), things.journeys(), folder);
        Console.serve(things.account(), things.journeys(), why, OtherStackTest.NONE);
        things.journey("POST", "first");
        chromium = Chromium.open();
        page = chromium.page();
    }

    @AfterEach
    void close() {
        chromium.close();
        things.close();
    }

    private void show(String view) {
        page.navigate(things.account().endpoint() + "/#" + view);
        assertThat(page.locator("#connection")).hasText("live");
    }

    @Test
    void aChangeKeepsTheFocusWhenOthersCome() {
        show("journeys");
        Locator links = page.locator("tbody a");
        links.first().focus();
        things.journey("POST", "second");
        assertThat(links).hasCount(2);
        assertThat(links.nth(1)).isFocused();
        links.nth(1).press("Enter");
        assertThat(page.locator("main")).isFocused();
        assertThat(page.locator("nav a[aria-current=page]")).hasText("Journeys");
    }

    @Test
    void whatIsOpenInAJourneyStaysOpenWhenOthersCome() {
        show("journeys");
        page.locator("tbody a").click();
        page.locator("summary").first().press("Enter");
        assertThat(page.locator("details[open]")).hasCount(1);
        page.waitForResponse("**/_console/journey?id=*", () -> things.journey("POST", "second"));
        page.waitForResponse("**/_console/journey?id=*", () -> things.journey("POST", "third"));
        assertThat(page.locator("details[open]")).hasCount(1);
    }

    @Test
    void aPartIsAButtonSoTheSpaceBarOpensIt() {
        show("picture");
        page.locator("svg a").first().press("Space");
        assertThat(page.locator("dialog h2")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        assertThat(page.locator("svg a").first()).isFocused();
    }

    @Test
    void theMailThatIsOpenIsNamed() {
        show("inbox");
        assertThat(page.locator(".mails button[aria-current=true]")).hasCount(1);
    }
}
