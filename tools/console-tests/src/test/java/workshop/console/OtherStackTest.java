package workshop.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.console.page.Console;
import workshop.console.page.Workshop;
import workshop.console.why.Why;

/** Stacks that are no step of the workshop, in the browser. */
class OtherStackTest {
    /** Nobody teaches these stacks. */
    static final Workshop NONE = new Workshop() {
        @Override
        public Optional<Guide> guide() {
            return Optional.empty();
        }

        @Override
        public Optional<String> page(String name) {
            return Optional.of("# Nothing to read");
        }

        @Override
        public Map<String, List<String>> planned() {
            return Map.of();
        }

        @Override
        public List<String> redrive() {
            return List.of();
        }
    };

    private static Chromium chromium;

    @TempDir
    private Path folder;

    @AutoClose
    private Things things;

    private Page page;

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
    }

    @AfterAll
    static void closeAll() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private void show(Things stack, String view) {
        things = stack.deploy(folder);
        Console.serve(things.account(), things.journeys(), new Why(things.account(), things.journeys(), folder), NONE);
        page = chromium.page();
        page.navigate(things.account().endpoint() + "/#" + view);
        assertThat(page.locator("#connection")).hasText("live");
        assertThat(page.locator(view.equals("picture") ? "svg .name" : "table").first())
                .isVisible();
    }

    private Locator row(String text) {
        return page.locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(text))
                .first();
    }

    /** A topic's queue that a function receives from, a bus behind a bus, a filter. */
    private static Things withAQueueAndTwoBuses() {
        return new Things()
                .put("Orders", "AWS::SQS::Queue", "{'QueueName': 'Orders', 'VisibilityTimeout': 60}")
                .put(
                        "OrdersPolicy",
                        "AWS::SQS::QueuePolicy",
                        "{'Queues': [{'Ref': 'Orders'}], 'PolicyDocument':"
                                + " {'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'sns.amazonaws.com'},"
                                + " 'Action': 'sqs:SendMessage', 'Resource': {'Fn::GetAtt': ['Orders', 'Arn']}}]}}")
                .put(
                        "Subscription",
                        "AWS::SNS::Subscription",
                        "{'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'sqs', 'Endpoint': {'Fn::GetAtt': ['Orders', 'Arn']}}")
                .function(
                        "Worker",
                        Things.allow("'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'", "'*'"),
                        "")
                .put(
                        "OrdersMapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'Worker'}, 'EventSourceArn': {'Fn::GetAtt': ['Orders', 'Arn']},"
                                + " 'FilterCriteria': {'Filters': [{'Pattern': '{\\\"body\\\": {\\\"Message\\\": [\\\"changed\\\"]}}'}]}}")
                .put("Second", "AWS::Events::EventBus", "{'Name': 'second'}")
                .put(
                        "ForwardRole",
                        "AWS::IAM::Role",
                        "{'AssumeRolePolicyDocument': {'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
                                + " 'Principal': {'Service': 'events.amazonaws.com'}}]}, 'Policies': [{'PolicyName': 'p',"
                                + " 'PolicyDocument': {'Statement': ["
                                + Things.allow("'events:PutEvents'", "{'Fn::GetAtt': ['Second', 'Arn']}") + "]}}]}")
                .put(
                        "Forward",
                        "AWS::Events::Rule",
                        "{'EventBusName': {'Ref': 'Bus'}, 'EventPattern': {'source': ['things']}, 'Targets': [{'Id': 'b',"
                                + " 'Arn': {'Fn::GetAtt': ['Second', 'Arn']}, 'RoleArn': {'Fn::GetAtt': ['ForwardRole', 'Arn']}}]}")
                .put(
                        "Record",
                        "AWS::Events::Rule",
                        "{'EventBusName': {'Ref': 'Second'}, 'EventPattern': {'source': ['things']}, 'Targets': [{'Id': 'q',"
                                + " 'Arn': {'Fn::GetAtt': ['Parked', 'Arn']}}]}");
    }

    @Test
    void aStackThatIsNoStepHasItsOwnPictureAndJourneys() {
        show(withAQueueAndTwoBuses(), "picture");
        for (String part : List.of("Topic", "Orders", "Worker", "Bus", "Second", "Parked")) {
            assertThat(page.locator("svg .name")
                            .filter(new Locator.FilterOptions().setHasText(part))
                            .first())
                    .isVisible();
        }
        assertThat(page.locator("svg .way text").filter(new Locator.FilterOptions().setHasText("filtered")))
                .isVisible();
        things.change("POST", "a-thing-of-its-own");
        assertThat(page.locator("svg .dot").first()).isAttached();
        things.awaitQuiet();
        page.locator("nav a[href='#journeys']").click();
        row("POST").locator("a").click();
        for (String hop : List.of("Topic", "Orders", "Worker", "Second")) {
            assertThat(row(hop)).isVisible();
        }
    }

    @Test
    void aPatternThatDoesNotMatchIsExplained() {
        show(new Things().rule("['Things']", ", 'detail-type': ['INSERT']"), "journeys");
        things.change("POST", "a-thing");
        assertThat(row("POST")).containsText("failed");
        row("POST").locator("a").click();
        assertThat(page.locator(".why")).containsText("source: wanted [\"Things\"], got \"things\"");
        assertThat(page.locator(".why")).containsText("Fix: ");
        page.locator("nav a[href='#picture']").click();
        assertThat(page.locator("svg .box.failed")).containsText("Bus");
        assertThat(page.locator("svg .said.reason")).containsText("no enabled rule of the bus matches");
        assertThat(page.locator(".reasons")).containsText("Bus");
    }

    /** A function that fails for one of four records: what is said at the way to it, one after the other. */
    @Test
    void aBatchWithAPoisonRecordIsHalvedAndHalvedAgain() {
        show(new Things(), "picture");
        page.evaluate("""
                () => {
                    window.said = [];
                    new MutationObserver(() => {
                        for (const batch of document.querySelectorAll("svg .batch")) {
                            said.push(batch.querySelectorAll(".record").length + " squares, " + batch.lastChild?.textContent);
                        }
                    }).observe(document.querySelector("svg"), { childList: true, subtree: true });
                }""");
        page.evaluate("""
                async () => {
                    const { aws } = await import("/_console/server.js");
                    const puts = ["one", "two", "poison", "four"].map((id) => ({ PutRequest: { Item: { id: { S: id } } } }));
                    await aws("dynamodb", "BatchWriteItem", { RequestItems: { Things: puts } });
                }""");
        assertThat(page.locator("svg .said.reason")
                        .filter(new Locator.FilterOptions().setHasText("The record poison can't be read (Actor.java:")))
                .isVisible();
        assertThat(page.locator(".chip").filter(new Locator.FilterOptions().setHasText("Parked")))
                .hasText("Parked 1");
        for (String said : List.of(
                "4 squares, 4 records",
                "4 squares, halved: 2 + 2",
                "2 squares, halved: 1 + 1",
                "1 squares, try 2 of 2, in ")) {
            page.waitForFunction("said => window.said.some(one => one.startsWith(said))", said);
        }
        things.awaitQuiet();
        isNotTriedAgainWhereSomebodyComesLater();
        page.locator("nav a[href='#journeys']").click();
        page.getByLabel("only those that ended early").check();
        row("dynamodb:BatchWriteItem").locator("a").click();
        assertThat(page.locator(".why")
                        .filter(new Locator.FilterOptions().setHasText("It is parked in the queue Parked")))
                .isVisible();
    }

    @Test
    void thatTheLocalCloudIsGoneIsSaidInPlainWords() {
        show(new Things(), "journeys");
        things.journey("POST", "a-thing");
        page.route("**/_console/journey?*", Route::abort);
        row("POST").locator("a").click();
        assertThat(page.locator("main .bad")).hasText("The local cloud does not answer.");
    }

    /** As on a phone, or where a laptop's page is shown three times as large. */
    @Test
    void onANarrowScreenEachViewKeepsToItsWidth() {
        show(new Things(), "journeys");
        things.journey("POST", "a-thing");
        page.setViewportSize(400, 720);
        Map.of("picture", "svg .name", "journeys", "tbody a", "inbox", "article pre", "break", "[role=switch]")
                .forEach((view, content) -> {
                    page.locator("nav a[href='#" + view + "']").click();
                    assertThat(page.locator(content).first()).isVisible();
                    assertThat(page.evaluate("document.documentElement.scrollWidth"))
                            .as(view)
                            .isEqualTo(400);
                    if (view.equals("journeys")) {
                        assertThat(page.evaluate("document.querySelector('table').offsetWidth"))
                                .isEqualTo(page.evaluate("document.querySelector('main').firstChild.offsetWidth"));
                    }
                    if (view.equals("inbox")) {
                        assertThat(page.locator(content).boundingBox().width).isGreaterThan(300);
                    }
                });
    }

    private void isNotTriedAgainWhereSomebodyComesLater() {
        try (Page later = chromium.page()) {
            later.addInitScript("""
                    window.said = [];
                    new MutationObserver(() => {
                        document.querySelectorAll("svg .batch").forEach((batch) => batch.textContent && said.push(batch.textContent));
                    }).observe(document, { childList: true, subtree: true });""");
            later.navigate(things.account().endpoint() + "/#picture");
            assertThat(later.locator(".reasons")).containsText("poison");
            assertEquals(List.of(), later.evaluate("window.said"));
        }
    }

    /** What is written while a record is tried again waits, and goes on after it. */
    @Test
    void whatWaitsBehindAPoisonRecordIsCounted() {
        show(new Things().mapping(", 'MaximumRetryAttempts': 8"), "picture");
        things.change("POST", "poison-first");
        Locator batch = page.locator("svg .batch");
        assertThat(batch.filter(new Locator.FilterOptions().setHasText(" of 9, in ")))
                .isAttached();
        things.change("POST", "second");
        things.change("POST", "third");
        assertThat(batch.filter(new Locator.FilterOptions().setHasText(", 2 wait after it")))
                .isAttached();
        assertThat(page.locator("svg .record.bad")).hasText("✗");
        assertThat(page.locator("svg .box").filter(new Locator.FilterOptions().setHasText("Parked")))
                .containsText("1 waiting");
        assertThat(batch.filter(new Locator.FilterOptions().setHasText("wait"))).hasCount(0);
        page.locator("nav a[href='#journeys']").click();
        assertThat(row("third")).not().containsText("parked");
        assertThat(row("poison-first")).containsText("parked");
    }
}
