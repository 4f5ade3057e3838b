package workshop.cloud.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;

class EmailTest {
    private static final String ADDRESS = "ada@example.com";

    @AutoClose
    private final SnsFixture aws = new SnsFixture();

    private List<Mail> mails(String containing) {
        await("the mail").until(aws.sns::isQuiet);
        return aws.sns.inbox().mails(containing);
    }

    /** Follows a link as a browser would. */
    private HttpReply follow(String url) {
        Map<String, List<String>> query = new TreeMap<>();
        for (String pair : url.substring(url.indexOf('?') + 1).split("&")) {
            String[] parts = pair.split("=");
            query.put(parts[0], List.of(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
        }
        return new SnsPages(aws.sns)
                .handle(aws.iam.caller(""), new HttpRequest("GET", "/", query, Map.of(), new byte[0]));
    }

    private String confirmed() {
        String arn = aws.subscribe("email", ADDRESS, "{}");
        assertThat(follow(mails(ADDRESS).get(0).confirmationUrl()).status()).isEqualTo(200);
        return arn;
    }

    @Test
    void anAddressGetsNothingBeforeItConfirmedFromTheInboxAndThenItDoes() {
        String arn = aws.subscribe("email", ADDRESS, "{}");
        aws.call("Publish", "{'Message': 'too early'}");
        assertThat(mails("too early")).isEmpty();
        assertThat(aws.call("ListSubscriptionsByTopic", "{}")
                        .at("/Subscriptions/0/SubscriptionArn")
                        .asText())
                .isEqualTo("PendingConfirmation");
        assertThat(aws.trace.hops(0, "too early"))
                .extracting(hop -> hop.outcome())
                .contains("not sent: ada@example.com has not confirmed the subscription");

        Mail invitation = mails("Subscription Confirmation").get(0);
        HttpReply page = follow(invitation.confirmationUrl());

        assertThat(invitation.confirmationUrl()).startsWith("http://127.0.0.1:4566/?Action=ConfirmSubscription&");
        assertThat(page.status()).isEqualTo(200);
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("Subscription confirmed!", arn);
        String id = aws.call("Publish", "{'Message': 'now', 'Subject': 'Done: caf\u00e9'}")
                .path("MessageId")
                .asText();
        assertThat(mails("now")).singleElement().satisfies(mail -> {
            assertThat(mail.id()).isEqualTo(id);
            assertThat(mail.to()).isEqualTo(ADDRESS);
            assertThat(mail.subject()).isEqualTo("Done: caf\u00e9");
            assertThat(mail.text()).startsWith("now\n").contains("Action=Unsubscribe");
            assertThat(mail.confirmationUrl()).isNull();
        });
    }

    @Test
    void aMailWithoutSubjectHasAwssAndComesFromTheTopicsDisplayName() {
        aws.call("SetTopicAttributes", "{'AttributeName': 'DisplayName', 'AttributeValue': 'Completed to-dos'}");
        confirmed();

        aws.call("Publish", "{'Message': 'text'}");

        assertThat(mails("text\n")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("AWS Notification Message");
            assertThat(mail.from()).isEqualTo("Completed to-dos <no-reply@sns.amazonaws.com>");
        });
    }

    @Test
    void theUnsubscribeLinkOfAMailEndsTheSubscription() {
        confirmed();
        aws.call("Publish", "{'Message': 'last one'}");
        var link = Pattern.compile("http\\S+Unsubscribe\\S+")
                .matcher(mails("last one").get(0).text());
        assertThat(link.find()).isTrue();

        assertThat(follow(link.group()).status()).isEqualTo(200);

        aws.call("Publish", "{'Message': 'unwanted'}");
        assertThat(mails("unwanted")).isEmpty();
        assertThat(follow(link.group()).status()).isEqualTo(200);
    }

    /**
     * The words are those of AWS's page for other endpoints.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html">A final cancellation message</a>
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/http-unsubscribe-confirmation-json.html">What it says</a>
     */
    @Test
    void whoUnsubscribesByALinkIsSentOneThatRestoresTheSubscription() {
        confirmed();
        String arn = aws.sns.subscriptions().get(0).arn;
        String first = mails("Subscription Confirmation").get(0).confirmationUrl();
        follow("http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn=" + arn);
        assertThat(aws.sns.subscriptions()).isEmpty();
        assertThat(follow(first).status())
                .as("the link that was followed before")
                .isEqualTo(400);

        Mail last = mails("Unsubscribe Confirmation").get(0);
        assertThat(last.to()).isEqualTo(ADDRESS);
        assertThat(last.text()).startsWith("You have chosen to deactivate subscription " + arn + ".");
        assertThat(last.confirmationUrl()).isNull();
        follow(restoring(last));

        assertThat(aws.sns.subscriptions()).singleElement().satisfies(restored -> {
            assertThat(restored.arn).isEqualTo(arn);
            assertThat(restored.confirmed).isTrue();
        });
        aws.call("Unsubscribe", "{'SubscriptionArn': '%s'}".formatted(arn));
        assertThat(mails("Unsubscribe Confirmation"))
                .as("none, if its owner does it")
                .hasSize(1);
    }

    @Test
    void whoSubscribedAgainMeanwhileIsNotSubscribedTwice() {
        confirmed();
        follow("http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn="
                + aws.sns.subscriptions().get(0).arn);
        aws.subscribe("email", ADDRESS, "{}");

        assertThat(follow(restoring(mails("Unsubscribe Confirmation").get(0))).status())
                .isEqualTo(400);
        assertThat(aws.sns.subscriptions()).hasSize(1);
    }

    private static String restoring(Mail mail) {
        return mail.text()
                .lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLinkWorksForTwoDaysAndAForgedOneNever() {
        aws.subscribe("email", ADDRESS, "{}");
        String link = mails(ADDRESS).get(0).confirmationUrl();

        assertThat(follow(link + "0").status()).isEqualTo(400);
        aws.now = aws.now.plus(Duration.ofDays(2)).plusSeconds(1);
        HttpReply late = follow(link);

        assertThat(late.status()).isEqualTo(400);
        assertThat(new String(late.body(), StandardCharsets.UTF_8)).contains("older than two days");
        aws.subscribe("email", ADDRESS, "{}");
        assertThat(follow(mails(ADDRESS).get(1).confirmationUrl()).status())
                .as("the link of the next one")
                .isEqualTo(200);
        assertThat(aws.sns.subscriptions()).hasSize(1);
    }

    @Test
    void subscribingAgainIsTheSameSubscriptionAndSendsTheLinkAgain() {
        String first = aws.subscribe("email", ADDRESS, "{}");
        String second = aws.subscribe("email", ADDRESS, "{}");

        assertThat(second).isEqualTo(first);
        assertThat(mails(ADDRESS)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "a b@example.com", "@example.com", "ada@"})
    void whatIsNoAddressCanNotBeSubscribed(String address) {
        assertThatThrownBy(() -> aws.subscribe("email", address, "{}")).hasMessage("Invalid parameter: Email address");
    }

    /** @see <a href="https://github.com/mcohen01/amazonica/issues/217">What AWS says without an endpoint</a> */
    @ParameterizedTest
    @ValueSource(strings = {"email", "lambda", "sqs"})
    void nothingIsNoEndpoint(String protocol) {
        assertThatThrownBy(() -> aws.subscribe(protocol, "", "{}")).hasMessage("Invalid parameter: Endpoint");
    }

    @Test
    void anotherProtocolIsAnErrorThatNamesThoseThatAreHere() {
        assertThatThrownBy(() -> aws.subscribe("sms", "+491234", "{}"))
                .hasMessageContaining("sms")
                .hasMessageContaining("lambda");
    }

    @Test
    void theInboxKeepsTheNewestMailsAndTellsListenersOfAll() {
        Inbox inbox = new Inbox();
        List<String> heard = new CopyOnWriteArrayList<>();
        inbox.listen(mail -> heard.add(mail.id()));

        for (int i = 0; i < 1_015; i++) {
            inbox.receive(mail("id" + i, "mail number " + i + "."));
        }

        assertThat(heard).hasSize(1_015);
        assertThat(inbox.mails("")).hasSize(1_000);
        assertThat(inbox.mails("").get(0).text()).isEqualTo("mail number 15.");
        assertThat(inbox.mails("").get(999).id()).isEqualTo("id1014");
        assertThat(inbox.mails("number 20")).hasSize(11);
    }

    private static Mail mail(String id, String text) {
        return new Mail(id, "s", ADDRESS, "subject", text, Instant.now(), null);
    }

    @Test
    void theInboxIsBoundedByTheSizeOfItsMailsToo() {
        Inbox inbox = new Inbox();
        String text = "x".repeat(7_000_000);

        for (int i = 0; i < 5; i++) {
            inbox.receive(mail("id" + i, text));
        }

        assertThat(inbox.mails("")).extracting(Mail::id).containsExactly("id3", "id4");
    }
}
