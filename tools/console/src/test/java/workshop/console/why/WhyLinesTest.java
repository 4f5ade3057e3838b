package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.console.Things;
import workshop.console.journey.Journey;

/** What {@code ./workshop why} prints, as people read it. */
class WhyLinesTest {
    @TempDir
    private Path folder;

    @AutoClose
    private Things things;

    private Why why;

    private void deploy(Things its) {
        things = its.deploy(folder);
        why = new Why(things.account(), things.journeys(), folder);
    }

    private void confirmMails() throws Exception {
        things.awaitQuiet();
        things.open(things.account().inbox().mails("").get(0).confirmationUrl());
    }

    @Test
    void whatNobodyKnowsIsSaidSo() {
        deploy(new Things());
        assertThat(why.lines("never"))
                .containsExactly(
                        "Nothing that happened carries \"never\". Make a change, such as POST /todo, and ask again.");
    }

    @Test
    void itSaysHowFarAChangeCameNotHowManyHopsItHad() {
        deploy(new Things());
        things.journey("POST", "a-thing");
        assertThat(why.lines("a-thing"))
                .anyMatch(line -> line.startsWith("It came to ")
                        && line.contains("function Publisher, event bus things, rule Rule"))
                .noneMatch(line -> line.contains("hops"));
    }

    @Test
    void aFunctionThatMayHandSomethingOnAndDoesNotIsToldWithWhatThisInvocationWrote() {
        deploy(new Things());
        Journey ignored = things.journey("POST", "ignored");
        String lines = String.join("\n", why.lines(ignored));
        assertThat(lines).contains("Publisher answered without an error, and called nothing.", "events:PutEvents");
        things.journey("POST", "reported");
        assertThat(String.join("\n", why.lines(ignored))).isEqualTo(lines);
    }

    @Test
    void whatTheLastFunctionLoggedIsTheEndOfAChangeThatNobodyElseHearsOf() {
        String parked = "{'Fn::GetAtt': ['Parked', 'Arn']}";
        deploy(new Things()
                .function(
                        "Publisher",
                        Things.allow("'dynamodb:*'", "'*'") + ", " + Things.allow("'sqs:SendMessage'", parked),
                        ""));
        things.journey("POST", "ignored");
        assertThat(why.lines("ignored").subList(1, 4))
                .containsExactly(
                        "Nothing failed.",
                        "It came to function Api, table Things, function Publisher.",
                        "Publisher logged: Ignored: " + "it ".repeat(30) + "…");
    }

    @Test
    void aRuleWhoseOnlyTargetIsALogGroupIsTheEndOfAChangeAndThatIsSaid() throws Exception {
        String group = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/things";
        deploy(new Things()
                .put("Log", "AWS::Logs::LogGroup", "{'LogGroupName': '/aws/events/things'}")
                .put(
                        "LogPolicy",
                        "AWS::Logs::ResourcePolicy",
                        "{'PolicyName': 'p', 'PolicyDocument': '{\\'Statement\\': [{\\'Effect\\': \\'Allow\\', \\'Principal\\':"
                                + " {\\'Service\\': [\\'events.amazonaws.com\\', \\'delivery.logs.amazonaws.com\\']}, \\'Action\\':"
                                + " [\\'logs:CreateLogStream\\', \\'logs:PutLogEvents\\'], \\'Resource\\': \\'" + group
                                + ":*\\'}]}'}")
                .put(
                        "Rule",
                        "AWS::Events::Rule",
                        "{'EventBusName': {'Ref': 'Bus'}, 'EventPattern': {'source': ['things']}, 'Targets': [{'Id': 'l',"
                                + " 'Arn': '" + group + "'}]}"));
        things.journey("POST", "a-thing");
        assertThat(why.lines("a-thing").subList(1, 4))
                .containsExactly(
                        "Nothing failed.",
                        "It came to function Api, table Things, function Publisher, event bus things, rule Rule, log group Log.",
                        "The rule Rule has no other target.");
    }

    @Test
    void whatWasParkedAndSentAgainIsSaidToHaveArrived() throws Exception {
        deploy(new Things());
        confirmMails();
        things.account().faults().add(new Fault("sns:Publish", Effect.DENY, "", 1, 0));
        Journey parked = things.journey("POST", "a-thing");
        assertThat(why.lines("a-thing")).anyMatch(line -> line.startsWith("It is parked in the queue Parked"));
        things.account().faults().clear();
        String event = parked.hops().stream()
                .filter(hop -> hop.kind().equals("lambda:Invoke") && hop.to().endsWith("Handler"))
                .findFirst()
                .orElseThrow()
                .payload();
        things.invoke("Handler", event);
        things.awaitQuiet();
        assertThat(why.lines("a-thing"))
                .contains("It failed, was parked in the queue Parked, was sent again, and arrived.")
                .noneMatch(line ->
                        line.contains("Nothing failed") || line.startsWith("It came to") && line.contains("Parked"));
    }

    @Test
    void whatWasTriedAgainIsSaidWithHowOftenItFailed() throws Exception {
        deploy(new Things());
        confirmMails();
        things.account().faults().add(new Fault("events:PutEvents", Effect.FAIL, "", 1, 1));
        things.journey("POST", "a-thing");
        assertThat(why.lines("a-thing").get(1)).isEqualTo("It failed, was tried again, and arrived.");
        assertThat(why.lines("a-thing").get(2)).startsWith("  function Publisher: IllegalStateException");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLE", "PARTIAL"})
    void aFaultThatThrottlesIsNamedAndOneThatNeverStruckIsNot(Effect effect) {
        deploy(new Things().mapping(", 'MaximumRetryAttempts': 0"));
        Fault throttles = new Fault("events:PutEvents", effect, "", 1, 0);
        things.account().faults().add(new Fault("sns:Publish", Effect.THROTTLE, "", 1, 0));
        things.account().faults().add(throttles);
        things.journey("POST", "a-thing");
        assertThat(why.lines("a-thing"))
                .contains("Publisher failed.", "  a fault that is set makes it do that: " + throttles.name())
                .anyMatch(line -> line.startsWith("  Fix: Take the fault away"));
    }

    @Test
    void whatTheApiRefusedIsSaidInItsWords() {
        deploy(new Things());
        things.journey("PUT", "a-thing");
        assertThat(why.lines("a-thing").subList(1, 3))
                .containsExactly(
                        "The API answered 403: {\"message\":\"Missing Authentication Token\"}",
                        "It came to nothing behind the API.");
    }
}
