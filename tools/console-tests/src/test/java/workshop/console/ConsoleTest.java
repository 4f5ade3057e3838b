package workshop.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SelectOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console as people use it: in a browser, on the finished system. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTest {
    /** The views, and what shows that one has its content. */
    private static final Map<String, String> CONTENT = Map.of(
            "picture", "svg .name",
            "journeys", "tbody tr, .faint",
            "todos", "button.main",
            "inbox", "article",
            "break", "[role=switch]",
            "guide", ".text h1");

    private static final List<String> PARTS = List.of(
            "CreateTodo", "StreamPublisher", "TodoCompletedHandler", "CompletedTodos", "FailedRecords", "Activity");

    private static Chromium chromium;
    private static RunningUp up;
    private Page page;

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
        up = new RunningUp("solution", 0);
    }

    @AfterAll
    static void close() {
        if (up != null) {
            chromium.close();
            up.close();
        }
    }

    @BeforeEach
    void newPage() {
        page = chromium.page();
    }

    /** One test's faults are not the next one's. */
    @AfterEach
    void closePage() {
        assertThat(page.request().delete(up.address + "_local/faults")).isOK();
        page.close();
    }

    private void show(String view) {
        page.navigate("about:blank");
        page.navigate(up.address + "#" + view);
        assertThat(page.locator("#connection")).hasText("live");
    }

    private void create(String name) {
        show("todos");
        page.getByLabel("New to-do").fill(name);
        page.locator("button.main").click();
        assertThat(row(name)).isVisible();
    }

    private static Locator.FilterOptions having(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private Locator row(String text) {
        return page.locator("tbody tr").filter(having(text));
    }

    @Test
    void thePictureShowsTheSystem() {
        show("picture");
        for (String part : PARTS) {
            assertThat(page.locator("svg .name").filter(having(part))).isVisible();
        }
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        page.locator("svg a").filter(having("StreamPublisher")).press("Enter");
        assertThat(page.locator("dialog")).containsText("What its role may do");
        assertThat(page.locator("dialog")).containsText("events:PutEvents");
        page.evaluate("location.hash = '#journeys'");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @Test
    void aTodoTravelsFromTheFormToTheMail() {
        create("Water the plants");
        row("Water the plants").getByText("Complete").click();
        assertThat(row("Water the plants")).containsText("completed");
        show("inbox");
        assertThat(page.locator("article pre").filter(having("Water the plants")))
                .isVisible();
        show("journeys");
        assertThat(row("PATCH /todo").filter(having("Water the plants"))).containsText("went through");
    }

    @Test
    void aLongNameLeavesTheButtonsWhole() {
        create("A long name that is wider than what the page has for it "
                .repeat(3)
                .strip());
        row("A long name").getByText("Complete").click();
        assertThat(row("A long name")).containsText("completed");
        assertEquals(true, page.evaluate("""
                () => [...document.querySelectorAll(".actions button")]
                    .every((button) => button.offsetHeight <= document.querySelector("button.main").offsetHeight)"""));
    }

    @Test
    void aHostileNameIsAName() {
        String name = "<img src=x onerror=\"document.title='owned'\">";
        create(name);
        assertThat(page.locator("main img")).hasCount(0);
        show("journeys");
        assertThat(row(name).first()).isVisible();
        assertThat(page.locator("main img")).hasCount(0);
        assertThat(page.title()).isEqualTo("Events workshop: console");
    }

    @Test
    void aRevokedPermissionIsExplained() {
        show("break");
        page.getByLabel("Permission", new Page.GetByLabelOptions().setExact(true))
                .selectOption(new SelectOption().setLabel("StreamPublisher: events:PutEvents"));
        page.getByText("Revoke").click();
        assertThat(page.getByText("events:PutEvents deny")).isVisible();
        Page picture = chromium.page();
        picture.navigate(up.address);
        assertThat(picture.locator("svg .badge").first()).containsText("PutEvents deny");
        String parkedBefore = chip(picture, "FailedRecords").textContent();
        create("Not allowed");
        Locator reason = picture.locator("svg .said.reason").filter(having("may not call"));
        assertThat(reason).hasText("may not call events:PutEvents on Todo");
        assertThat(chip(picture, "FailedRecords")).not().hasText(parkedBefore);
        assertThat(picture.locator("svg .box.failed").filter(having("StreamPublisher")))
                .isVisible();
        assertThat(reason).hasText("may not call events:PutEvents on Todo");
        picture.reload();
        assertThat(reason).hasText("may not call events:PutEvents on Todo");
        show("journeys");
        assertThat(row("Not allowed")).containsText("parked");
        row("Not allowed").locator("a").click();
        assertThat(page.locator(".why").first()).containsText("events:PutEvents");
        assertThat(page.locator("td.bad").first()).isVisible();
        assertEquals(List.of(), page.evaluate("""
                () => [...document.querySelectorAll("td.part")].filter((part) => {
                    const text = document.createRange();
                    text.selectNodeContents(part);
                    return !/\\s/.test(part.textContent) && text.getClientRects().length > 1;
                }).map((part) => part.textContent)"""));
        show("break");
        page.getByRole(AriaRole.SWITCH).filter(having("On")).click();
        assertThat(page.locator(".message")).hasText("Off.");
        picture.getByText("Redrive").click();
        assertThat(picture.locator("svg .dot").filter(having("Not allowed")).first())
                .isAttached();
        assertThat(picture.locator(".latest")).containsText(Pattern.compile("[1-9]\\d* handed over"));
        assertThat(reason).hasCount(0);
        picture.close();
    }

    private static Locator chip(Page picture, String queue) {
        return picture.locator(".chip").filter(having(queue));
    }

    @Test
    void aPoisonRecordIsParkedAndItsNeighboursGoThrough() {
        show("break");
        page.getByText("Write a poison record").click();
        assertThat(page.locator(".message")).containsText("only its key");
        create("A neighbour");
        show("journeys");
        assertThat(row("A neighbour")).containsText("went through");
        show("picture");
        Locator queue = page.locator("svg .box").filter(having("FailedRecords"));
        assertThat(queue).containsText("waiting");
        assertThat(chip(page, "FailedRecords")).not().hasText("FailedRecords 0");
        page.getByText("Redrive").click();
        assertThat(page.locator("svg .dot").filter(having("poison")).first()).isAttached();
        assertThat(page.locator(".latest")).containsText("1 of them poison");
        assertThat(chip(page, "FailedRecords")).not().hasText("FailedRecords 0");
    }

    @Test
    void thePictureCanBePausedAndReplayedSlowly() {
        show("picture");
        page.getByText("Pause").click();
        Page other = chromium.page();
        other.navigate(up.address + "#todos");
        other.getByLabel("New to-do").fill("Seen later");
        other.locator("button.main").click();
        assertThat(other.locator(".message")).containsText("Created");
        other.close();
        assertThat(page.locator(".latest")).not().containsText("Seen later");
        page.getByText("Go on").click();
        assertThat(page.locator(".latest")).containsText("Seen later");
        assertThat(dot(page, "Seen later")).hasCount(0);
        page.getByText("Replay slowly").click();
        assertThat(dot(page, "Seen later").first()).isAttached();
        assertThat(page.locator("svg .way.lit").first()).isAttached();
    }

    @Test
    void aFaultIsABadgeThatCountsItsStrikes() {
        show("break");
        Locator fault = page.getByLabel("Each event is delivered twice");
        fault.click();
        assertThat(fault).hasText("On");
        show("picture");
        Locator badge = page.locator("svg .badge").filter(having("Deliver"));
        assertThat(badge).hasText("Deliver twice: struck 0×");
        Page other = chromium.page();
        other.navigate(up.address + "#todos");
        other.getByLabel("New to-do").fill("Comes twice");
        other.locator("button.main").click();
        assertThat(badge).hasText("Deliver twice: struck 1×");
        assertThat(page.locator("svg .said.record")).containsText("the duplicate does nothing");
        assertThat(page.locator("svg .box.failed").filter(having("Activity"))).hasCount(0);
        other.close();
        show("break");
        page.getByLabel("Each event is delivered twice").click();
        assertThat(page.locator(".message")).hasText("Off.");
        String onLogs = "{\"on\": \"logs:PutLogEvents\", \"effect\": \"fail\"}";
        page.request()
                .post(up.address + "_local/faults", RequestOptions.create().setData(onLogs));
        show("picture");
        assertThat(page.locator("svg .badge"))
                .hasText("PutLogEvents fail: struck 0×"); // of the log group, and of nothing else
    }

    /** A handler fails: which try it is, why, where the event goes, and back from there. */
    @Test
    void aHandlerThatFailsShowsItsTriesAndWhatIsParkedIsSentAgain() {
        show("break");
        Locator fault = page.getByLabel("Publishing to the topic fails");
        fault.click();
        assertThat(fault).hasText("On");
        Page picture = chromium.page();
        picture.navigate(up.address);
        assertThat(picture.locator("svg .badge")).hasText("Publish fail: struck 0×");
        watch(picture, ".batch");
        create("Feed the fish");
        row("Feed the fish").getByText("Complete").click();
        awaitSaid(picture, "^try 2 of 3, in 1 s; on AWS 1 min$");
        assertThat(picture.locator("svg .said.reason").filter(having("sns:Publish")))
                .containsText("A fault on request: sns:Publish failed");
        awaitSaid(picture, "^try 3 of 3, in 2 s; on AWS 2 min$");
        assertThat(chip(picture, "UnhandledEvents")).hasText("UnhandledEvents 1");
        assertThat(picture.locator("svg .badge")).hasText("Publish fail: struck 12×");
        show("break");
        fault.click();
        assertThat(page.locator(".message")).hasText("Off.");
        assertThat(picture.locator("svg .badge")).hasCount(0);
        picture.getByText("Redrive").click();
        assertThat(dot(picture, "Feed the fish").first()).isAttached();
        assertThat(chip(picture, "UnhandledEvents")).hasText("UnhandledEvents 0");
        show("inbox");
        page.locator(".mails button").filter(having("Feed the fish")).click();
        assertThat(page.locator("article pre")).containsText("Feed the fish");
        assertThat(picture.locator("svg .box.failed").filter(having("TodoCompletedHandler")))
                .hasCount(0);
        picture.close();
    }

    /** The picture says who holds an event's record, until when, and what became of it; a name's marks of direction end with it. */
    @Test
    void theRecordOfAnEventSaysWhoHandlesItUntilWhen() {
        show("picture");
        assertThat(page.locator("svg .name").first()).isVisible();
        watch(page, ".said");
        Page other = chromium.page();
        other.navigate(up.address + "#todos");
        other.getByLabel("New to-do").fill("Held for a while");
        other.locator("button.main").click();
        other.close();
        assertThat(page.locator("svg .said.record").filter(having("“\u2068Held for a while\u2069”: done")))
                .isAttached();
        page.getByText("Replay slowly").click(); // live it is started for a moment only
        awaitSaid(page, "“\u2068Held for a while\u2069”: started by TodoCreatedHandler until \\d\\d:\\d\\d:\\d\\d");
    }

    /** Notes what these parts of the picture say from now on, also if they say it for a moment. */
    private static void watch(Page picture, String parts) {
        picture.evaluate("""
                (parts) => {
                    window.said = [];
                    new MutationObserver(() => said.push(...[...document.querySelectorAll(`svg ${parts}`)].map((one) => one.textContent)))
                        .observe(document.querySelector("svg"), { childList: true, subtree: true, characterData: true });
                }""", parts);
    }

    private static void awaitSaid(Page picture, String pattern) {
        picture.waitForFunction("(pattern) => said.some((one) => new RegExp(pattern).test(one))", pattern);
    }

    private static Locator dot(Page picture, String name) {
        return picture.locator("svg .dot").filter(having(name));
    }

    @Test
    void ofDotsThatGoToAPartTheLastHasTheName() {
        show("picture");
        assertEquals(List.of("", "one", "two"), page.evaluate("""
                async () => {
                    const { get } = await import("/_console/server.js");
                    const { drawing } = await import("/_console/drawing.js");
                    const drawn = drawing(await get("graph"), () => {});
                    document.body.append(drawn.element);
                    const [way] = drawn.ways.values();
                    ["one", "one", "two"].forEach((name) => drawn.dot(way, name));
                    return [...drawn.element.querySelectorAll(".dot")].map((dot) => dot.querySelector("text")?.textContent ?? "");
                }"""));
    }

    /** A part's reason is as long as it has room: it covers no other part, whichever part fails. */
    @Test
    void aLongReasonCoversNoOtherPart() {
        show("picture");
        assertEquals(List.of(), page.evaluate("""
                async () => {
                    const { get } = await import("/_console/server.js");
                    const { drawing } = await import("/_console/drawing.js");
                    const drawn = drawing(await get("graph"), () => {});
                    document.body.append(drawn.element);
                    const covers = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                    const boxes = [...drawn.element.querySelectorAll(".box rect")].map((box) => box.getBoundingClientRect());
                    return [...drawn.parts.values()].filter((part) => {
                        drawn.say(part, "PutEvents failed: ".repeat(9), "reason");
                        const said = part.said.getBoundingClientRect();
                        return boxes.some((box) => covers(said, box) && box.bottom > said.bottom);
                    }).map((part) => part.name);
                }"""));
    }

    @Test
    void twoTabsSeeTheSame() {
        show("journeys");
        Page other = chromium.page();
        other.navigate(up.address + "#todos");
        other.getByLabel("New to-do").fill("Seen in both");
        other.locator("button.main").click();
        assertThat(row("Seen in both")).isVisible();
        other.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyViewIsAccessible(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        for (String view : CONTENT.keySet()) {
            show(view);
            assertThat(page.locator(CONTENT.get(view)).first()).isVisible();
            assertThat(new AxeBuilder(page).analyze().getViolations())
                    .as(view)
                    .extracting(rule -> rule.getImpact() + " " + rule.getId() + " "
                            + rule.getNodes().get(0).getHtml())
                    .noneMatch(finding -> finding.startsWith("serious") || finding.startsWith("critical"));
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void thePageComesBackAfterARestart() {
        show("journeys");
        up.close();
        assertThat(page.locator("#connection")).containsText("does not answer");
        up = new RunningUp("solution", up.port);
        assertThat(page.locator("#connection")).hasText("live");
        create("After the restart");
    }
}
