package workshop.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the local cloud's own endpoints refuse, and what they say that there is. */
class LocalApiTest {
    @AutoClose
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
    }

    @AfterEach
    void noFaults() {
        account.faults().clear();
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        return new Client(account.endpoint()).send("none", method, "/_local/" + path, Map.of(), body);
    }

    private static String refusal(String fault) {
        HttpResponse<String> answer = send("POST", "faults", fault.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(account.faults().all()).isEmpty();
        return Json.read(answer.body()).path("error").asText();
    }

    @Test
    void aFaultOnAnOperationThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThat(refusal("{'on': 'events:PutEvent', 'effect': 'fail'}"))
                .contains("There is no \"events:PutEvent\"", "events:PutEvents", "events:Deliver")
                .doesNotContain("sqs:");
        assertThat(refusal("{'on': 'event:PutEvents', 'effect': 'fail'}"))
                .contains(
                        "There is no \"event:PutEvents\"; there is [apigateway, cloudformation, dynamodb, events, lambda, logs, ");
        assertThat(refusal("{'effect': 'fail'}")).contains("\"on\" says what the fault strikes");
    }

    @Test
    void anEffectThatCannotStrikeThereIsRefusedWithThoseThatCan() {
        assertThat(refusal("{'on': 'sns:Publish', 'effect': 'twice'}"))
                .isEqualTo("The effect twice can't strike sns:Publish; there, [throttle, fail, crash-after, deny] can");
        assertThat(refusal("{'on': 'events:Deliver', 'effect': 'deny'}")).contains("[throttle, fail, twice] can");
        assertThat(refusal("{'on': 'lambda:Invoke', 'effect': 'throttle'}")).contains("[crash, timeout] can");
        assertThat(refusal("{'on': 'sns:PublishBatch', 'effect': 'deny'}"))
                .as("the permission is called sns:Publish")
                .contains("[throttle, fail, crash-after] can");
    }

    @Test
    void aFaultForAFunctionThatIsNotThereIsRefused() {
        assertThat(refusal("{'on': 'lambda:Invoke', 'effect': 'crash', 'function': 'TodoCraeted'}"))
                .isEqualTo("No function has \"TodoCraeted\" in its name; there are []");
    }

    @Test
    void otherMistakesInAFaultAreNamed() {
        assertThat(refusal("{'on': 'lambda:Invoke', 'effect': 'crush'}"))
                .contains("must be one of [throttle, fail, partial, crash, crash-after, timeout, deny, twice]");
        assertThat(refusal("{'on': 'lambda:Invoke', 'effect': 'crash', 'time': 1}"))
                .contains("no field \"time\"; it has [effect, function, on, probability, times]");
        assertThat(refusal("{'on': 'lambda:Invoke', 'effect': 'crash', 'times': 'once'}"))
                .contains("\"times\" must be a whole number");
        assertThat(refusal("{'on': 'lambda:Invoke', 'effect': 'crash', 'times': -1}"))
                .contains("\"times\" must be a whole number");
        assertThat(refusal("{'on': 'lambda:Invoke', 'effect': 'crash', 'probability': '0.5'}"))
                .contains("\"probability\" must be a number from 0 to 1");
    }

    @Test
    void brokenJsonIsNamedWithItsPlace() {
        assertThat(refusal("{'on': 'lambda:Invoke',\n 'effect': crash}"))
                .isEqualTo("The body is no JSON: look at line 2, character 12");
    }

    @Test
    void whatCanStrikeIsTaken() {
        for (String fault : new String[] {
            "{'on': 'dynamodb:PutItem', 'effect': 'throttle', 'probability': 0.5, 'times': 3}",
            "{'on': 'sqs:SendMessage', 'effect': 'deny'}",
            "{'on': 'events:Deliver', 'effect': 'twice'}",
            "{'on': 'lambda:InvokeFunction', 'effect': 'deny'}"
        }) {
            assertThat(send("POST", "faults", fault.replace('\'', '"')).statusCode())
                    .isEqualTo(201);
        }
        assertThat(account.faults().all()).hasSize(4);
    }

    @Test
    void theFaultsInTheDocsCanStrike() throws IOException {
        List<String> faults = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Path.of("..", "..", "docs"))) {
            for (Path page : pages.filter(Files::isRegularFile).toList()) {
                Matcher fault = Pattern.compile("_local/faults -d '([^']*)'").matcher(Files.readString(page));
                fault.results().forEach(found -> faults.add(found.group(1)));
            }
        }

        assertThat(faults).hasSizeGreaterThan(3).allSatisfy(fault -> {
            String anywhere = fault.replaceFirst(", \"function\": \"\\w+\"", "");
            assertThat(send("POST", "faults", anywhere).statusCode()).as(fault).isEqualTo(201);
        });
    }

    @Test
    void anEndpointOrAParameterThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThat(send("GET", "mail?contains=x", "").body()).contains("no parameter contains; it has [containing]");
        assertThat(send("GET", "trace?containing=x&from=1", "").body())
                .contains("no parameter from; it has [after, containing]");
        assertThat(send("GET", "health?verbose", "").statusCode()).isEqualTo(400);
        assertThat(send("GET", "trace/x", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "mail?containing=x", "").statusCode()).isEqualTo(200);
    }
}
