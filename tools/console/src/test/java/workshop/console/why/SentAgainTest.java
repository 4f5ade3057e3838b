package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.trace.Hop;
import workshop.console.Things;
import workshop.console.journey.Journey;

/** What was given up and is sent again, as redrive does it. */
class SentAgainTest {
    @TempDir
    private Path folder;

    @AutoClose
    private Things things;

    private String why(Journey journey) {
        return new Why(things.account(), things.journeys(), folder)
                .of(journey).stream().flatMap(answer -> answer.lines().stream()).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource({"lambda:Invoke, Publisher", "lambda:Invoke, Handler", "events:Deliver, Handler"})
    void whatIsSentAgainAndDoneIsParkedNoLonger(String call, String function) throws Exception {
        String queue = "{'Fn::GetAtt': ['Parked', 'Arn']}";
        things = new Things()
                .mapping(", 'MaximumRetryAttempts': 0, 'MaximumBatchingWindowInSeconds': 1")
                .rule(
                        "['things']",
                        "",
                        ", 'RetryPolicy': {'MaximumRetryAttempts': 0}, 'DeadLetterConfig': {'Arn': " + queue + "}")
                .put(
                        "ParkedPolicy",
                        "AWS::SQS::QueuePolicy",
                        "{'Queues': [{'Ref': 'Parked'}], 'PolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal':"
                                + " {'Service': 'events.amazonaws.com'}, 'Action': 'sqs:SendMessage', 'Resource': "
                                + queue + "}}}")
                .deploy(folder);
        Effect effect = call.equals("events:Deliver") ? Effect.THROTTLE : Effect.CRASH;
        things.account().faults().add(new Fault(call, effect, effect == Effect.CRASH ? function : "", 1, 0));
        things.change("POST", "thing-1");
        things.change("POST", "thing-2");
        things.awaitQuiet();
        List<Journey> parked = things.journeys().since(0);
        assertThat(parked).extracting(Journey::state).containsExactly("parked", "parked");
        things.account().faults().clear();
        Hop tried = parked.get(1).hops().stream()
                .filter(hop -> hop.kind().equals(call) && hop.to().endsWith(function)
                        || effect == Effect.THROTTLE && hop.kind().equals("events:Match"))
                .findFirst()
                .orElseThrow();
        ObjectNode payload = (ObjectNode) Json.read(tried.payload());
        if (payload.path("Records").size() == 2) { // as redrive does: one record after the other
            ((ArrayNode) payload.get("Records")).remove(0);
        }
        things.invoke(function, Json.write(payload));
        things.awaitQuiet();

        List<Journey> journeys = things.journeys().since(0);
        assertThat(journeys).as("it goes on in its journey").hasSize(2);
        assertThat(journeys.get(0).state()).isEqualTo("parked");
        assertThat(why(journeys.get(1)))
                .contains("has not confirmed")
                .doesNotContain("parked", "failed", "could not deliver");
    }

    @Test
    void whatIsSentAgainAndFailsAgainIsStillParked() throws Exception {
        things = new Things()
                .mapping(", 'FunctionResponseTypes': ['ReportBatchItemFailures']")
                .deploy(folder);
        Journey parked = things.journey("POST", "reported-1");
        Hop tried = parked.hops().stream()
                .filter(hop -> hop.kind().equals("lambda:Invoke") && hop.to().endsWith("Publisher"))
                .findFirst()
                .orElseThrow();
        assertThat(things.invoke("Publisher", tried.payload())).contains("batchItemFailures");
        Journey now = things.journeys().containing("reported-1", 1).get(0);
        assertThat(now.id()).isEqualTo(parked.id());
        assertThat(now.size()).isEqualTo(parked.size() + 2);
        assertThat(why(now)).contains("Publisher failed.", "It is parked in the queue Parked");
    }
}
