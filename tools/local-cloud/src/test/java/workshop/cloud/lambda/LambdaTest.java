package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.trace.Hop;

class LambdaTest {
    private static final String LOG_GROUP = "/aws/lambda/ScriptedFunction";

    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void deploy(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(20)));
        client = new Client(account.endpoint());
        Assembly assembly = new Assembly()
                .function(
                        ScriptedFunction.class,
                        "",
                        "'Timeout': 1, 'MemorySize': 128, 'Environment': {'Variables': {'GREETING': 'hello', 'TZ': 'Asia/Tokyo', 'LANG': 'de_DE.UTF-8'}}")
                .resource(
                        "Rule",
                        "AWS::Events::Rule",
                        "{'EventPattern': {'source': ['traced']}, 'Targets': [{'Id': 'f', 'Input': '\\'trace\\'', 'Arn':"
                                + " {'Fn::GetAtt': ['ScriptedFunction', 'Arn']}}]}")
                .resource(
                        "Permission",
                        "AWS::Lambda::Permission",
                        "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'Action': 'lambda:InvokeFunction',"
                                + " 'Principal': 'events.amazonaws.com'}");
        assembly.function(
                "Quiet",
                ScriptedFunction.class,
                "{'Effect': 'Deny', 'Action': 'logs:PutLogEvents', 'Resource': '*'}",
                "'Timeout': 10, 'MemorySize': 128");
        account.deploy(assembly.writeTo(folder), null, warning -> {});
    }

    private static HttpResponse<String> tell(String what) {
        return client.invoke("ScriptedFunction", "\"" + what + "\"");
    }

    private static String tail(HttpResponse<String> response) {
        byte[] log = Base64.getDecoder()
                .decode(response.headers().firstValue("X-Amz-Log-Result").orElseThrow());
        return new String(log, StandardCharsets.UTF_8);
    }

    @Test
    void aFunctionAnswersAndItsLogTailShowsWhatItWrote() {
        HttpResponse<String> response = tell("hello");
        assertThat(response.body()).isEqualTo("\"hello\"");
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).isEmpty();
        String id = response.headers().firstValue("x-amzn-RequestId").orElseThrow();
        assertThat(tail(response)).contains("START RequestId: " + id, "answered \"hello\"", "END RequestId", "REPORT");
    }

    /**
     * What is printed is an event for each line, as recorded on AWS in test_multi_line_prints of LocalStack's suite for Lambda; what
     * is logged is one event as it is, which Lambda's runtime hands over in a frame of its own.
     *
     * @see <a href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/logging/FramedTelemetryLogSink.java">The
     *     runtime's frames</a>
     */
    @Test
    void eachLineThatIsPrintedAndEachMessageThatIsLoggedIsAnEventOfTheLog() {
        String id = tell("log").headers().firstValue("x-amzn-RequestId").orElseThrow();

        JsonNode log = client.json(
                "logs", "Logs_20140328.FilterLogEvents", Json.object().put("logGroupName", LOG_GROUP));
        List<String> messages = log.path("events").findValuesAsText("message");
        int start = messages.indexOf("START RequestId: " + id + " Version: $LATEST\n");
        assertThat(messages.subList(start + 1, start + 9))
                .containsExactly(
                        "printed: one\n",
                        "printed: two\n",
                        "logged: two\nlines",
                        "logged: with its end\n",
                        "null",
                        "unfinished\n",
                        "answered 1\n",
                        "END RequestId: " + id + "\n");
    }

    /**
     * As in https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html, the memory where the system has it, and as recorded on
     * AWS with its last tab in test_invocation_with_logs of LocalStack's suite for Lambda.
     *
     * @see <a href="https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/">The start is billed</a>
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theReportSaysHowMuchMemoryTheProcessTookAndOnceHowLongItsStartTook() {
        Pattern report =
                Pattern.compile("REPORT RequestId: \\S+\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory"
                        + " Size: 128 MB\tMax Memory Used: [1-9]\\d+ MB(\tInit Duration: \\d+\\.\\d\\d ms)?\t\n");
        assertThat(tail(tell("hello"))).containsPattern(report);
        String[] first = account.log(LOG_GROUP, "Init Duration: ", 100).get(0).split("[^\\d.]* ms\\s*");
        assertThat(number(first[1])).isEqualTo(Math.ceil(number(first[0]) + number(first[2])));
        tell("hello");
        assertThat(account.log(LOG_GROUP, "REPORT", 1000).size())
                .isGreaterThan(account.log(LOG_GROUP, "Init Duration: ", 1000).size());
    }

    private static double number(String text) {
        return Double.parseDouble(text.replaceFirst(".* ", ""));
    }

    @Test
    void aLogStreamIsNamedForTheDayAndTheVersion() {
        tell("hello");
        JsonNode streams = client.json(
                "logs", "Logs_20140328.DescribeLogStreams", Json.object().put("logGroupName", LOG_GROUP));
        assertThat(streams.path("logStreams").findValuesAsText("logStreamName"))
                .anyMatch(name -> name.matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}"));
    }

    @Test
    void anEventOfMegabytesComesToTheFunctionWhole() {
        String event = "x".repeat(3 << 20);
        assertThat(tell(event).body().equals('"' + event + '"')).isTrue();
    }

    @Test
    void aProcessKeepsItsStaticsAndFieldsFromOneInvocationToTheNext() {
        int first = Integer.parseInt(tell("count").body());
        assertThat(Integer.parseInt(tell("count").body())).isEqualTo(first + 1);
    }

    @Test
    void aFunctionSeesItsOwnVariablesAndNothingOfTheAccounts() {
        assertThat(tell("environment").body()).isEqualTo("\"hello null\"");
    }

    /** On AWS, it is the folder of a user named sbx_user1051, and isn't there; a person's has settings for AWS's clients in it. */
    @Test
    void aFunctionHasNothingInItsHome() {
        assertThat(tell("home").body()).isEqualTo("\"false\"");
    }

    /**
     * Where AWS's runtime for Java looks for classes, too.
     *
     * @see <a href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/AWSLambda.java">taskRoot</a>
     */
    @Test
    void aFunctionStartsInTheFolderOfItsCode() {
        assertThat(tell("folder").body()).matches("\"(.+) \\1\"");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime">Unreserved ones</a> */
    @Test
    void itsOwnComeBeforeThoseThatLambdaOnlySetsAtFirst() {
        assertThat(tell("zone").body()).isEqualTo("\"Asia/Tokyo de_DE.UTF-8\"");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-response-LogResult">LogResult</a> */
    @Test
    void theLogTailIsTheLastFourKilobytesOfTheLog() {
        String tail = tail(tell("lines"));
        assertThat(tail.getBytes(StandardCharsets.UTF_8)).hasSize(4096);
        assertThat(tail.lines().filter(line -> line.startsWith("line "))).hasSizeGreaterThan(200);
        assertThat(tail(tell("hello"))).startsWith("START RequestId: ");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html">Required permissions</a> */
    @Test
    void aFunctionWhoseRoleMayNotWriteToTheLogWritesNone() {
        assertThat(tail(client.invoke("Quiet", "\"hello\""))).contains("answered \"hello\"");
        assertThat(account.log("/aws/lambda/Quiet", "", 10)).isEmpty();
        assertThat(account.trace().hops(0, "hello").toString())
                .contains("not in /aws/lambda/Quiet: the role of the function doesn't allow logs:PutLogEvents.");
    }

    @Test
    void theHeapIsAShareOfTheMemoryOfTheFunction() {
        assertThat(Integer.parseInt(tell("memory").body())).isBetween(90, 128);
    }

    @Test
    void theContextKnowsTheTimeThatIsLeft() {
        assertThat(Integer.parseInt(tell("remaining").body())).isBetween(1, 1000);
    }

    @Test
    void anExceptionIsAFunctionErrorWithItsTypeAndMessage() {
        HttpResponse<String> response = tell("fail");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(response.body()).contains("told to fail", "java.lang.IllegalStateException", "stackTrace");
    }

    @Test
    void aProcessThatExitsIsAnErrorAndTheNextInvocationGetsANewOne() {
        assertThat(tell("exit").body()).contains("Runtime.ExitError", "exit status 3");
        assertThat(tell("hello").body()).isEqualTo("\"hello\"");
    }

    @Test
    void aFunctionThatTakesTooLongIsTimedOutInLambdasWords() {
        HttpResponse<String> response = tell("hang");
        assertThat(response.body()).contains("Task timed out after 1.00 seconds");
        assertThat(tell("hello").body()).isEqualTo("\"hello\"");
    }

    @Test
    void aFunctionThatNeedsTooMuchMemoryDies() {
        assertThat(tell("fill").headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(tell("hello").body()).isEqualTo("\"hello\"");
    }

    @Test
    void anAsynchronousInvocationThatFailsIsTriedThreeTimesWithTheSameRequestId() {
        int before = account.log(LOG_GROUP, "told to fail: ", 1000).size();
        client.invokeLater("ScriptedFunction", "\"fail\"");
        await("the third attempt")
                .until(() -> account.log(LOG_GROUP, "told to fail: ", 1000).size() == before + 3);
        await("the end of the event").until(account::isQuiet);
        assertThat(account.log(LOG_GROUP, "told to fail: ", 1000)).hasSize(before + 3);
    }

    @Test
    void aCrashOnRequestEndsOneInvocation() {
        account.faults().add(new Fault("lambda:Invoke", Effect.CRASH, "ScriptedFunction", 1, 1));
        assertThat(tell("hang").body()).contains("Runtime.ExitError");
        account.faults().clear();
    }

    /** A warm function answers within milliseconds, which no crash may miss. */
    @Test
    void aCrashOnRequestEndsAnInvocationHoweverShortItIs() {
        for (int round = 0; round < 5; round++) {
            assertThat(tell("hello").body()).doesNotContain("Runtime.ExitError");
            account.faults().add(new Fault("lambda:Invoke", Effect.CRASH, "ScriptedFunction", 1, 1));
            assertThat(tell("hello").body()).contains("Runtime.ExitError");
            account.faults().clear();
        }
    }

    @Test
    void aHangOnRequestEndsWithTheTimeout() {
        account.faults().add(new Fault("lambda:Invoke", Effect.TIMEOUT, "ScriptedFunction", 1, 1));
        assertThat(tell("hello").body()).contains("Task timed out");
        account.faults().clear();
    }

    /** The order is that of their starts; those that two processes start at the same moment may change places. */
    @Test
    void whoComesFirstIsServedFirstHoweverLongTheyWait() throws Exception {
        int naps = Environments.MAX_PROCESSES;
        int guests = 12;
        ExecutorService crowd = Executors.newFixedThreadPool(naps + guests);
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < naps + guests; i++) {
            String what = i < naps ? "nap" : "guest-" + (i - naps);
            int arrived = started("").size();
            answers.add(crowd.submit(() -> tell(what)));
            await(what + " has arrived").until(() -> started("").size() == arrived + 1);
        }
        for (Future<?> answer : answers) {
            answer.get();
        }
        crowd.shutdown();
        List<String> served = account.log(LOG_GROUP, "answered \"guest-", 1000);
        assertThat(served).hasSize(guests);
        for (int i = 0; i < guests; i++) {
            assertThat(guest(served.get(i))).isCloseTo(i, within(naps));
        }
    }

    private static int guest(String line) {
        return Integer.parseInt(line.replaceAll(".*guest-(\\d+).*", "$1").strip());
    }

    private static List<Hop> started(String what) {
        return account.trace().hops(0, what).stream()
                .filter(hop -> hop.kind().equals("lambda:Invoke"))
                .toList();
    }

    /** Recorded on AWS: LocalStack's test_xray_trace_propagation and test_xray_trace_propagation_events_lambda. */
    @Test
    void aFunctionIsInTheTraceOfWhoCausesIt() {
        Map<String, String> header = Map.of("X-Amzn-Trace-Id", "Root=1-67f4141f-e1cd7672871da115129f8b19;Sampled=1");
        String invoke = "/2015-03-31/functions/ScriptedFunction/invocations";
        assertThat(client.send("lambda", "POST", invoke, header, "\"trace\"").body())
                .matches("\"Root=1-67f4141f-e1cd7672871da115129f8b19;Sampled=1;Parent=[0-9a-f]{16}\"");
        assertThat(tell("trace").body()).contains("Root=1-").doesNotContain("67f4141f");

        Map<String, String> put = new HashMap<>(header);
        put.put("X-Amz-Target", "AWSEvents.PutEvents");
        String entries = "{'Entries': [{'Source': 'traced', 'DetailType': 'd', 'Detail': '{}'}]}".replace('\'', '"');
        client.send("events", "POST", "/", put, entries);
        await("the function's answers")
                .untilAsserted(() -> assertThat(
                                account.log(LOG_GROUP, "answered \"Root=1-67f4141f-e1cd7672871da115129f8b19", 10))
                        .hasSize(2));
    }

    @Test
    void aFunctionThatIsNotThereIsNotFound() {
        HttpResponse<String> response = client.invoke("Nobody", "{}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("ResourceNotFoundException");
    }
}
