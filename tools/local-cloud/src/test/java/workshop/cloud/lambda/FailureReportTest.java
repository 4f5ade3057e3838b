package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
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

/** What a function's caller and its log have of an invocation that failed, as others recorded it on AWS. */
class FailureReportTest {
    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void deploy(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
        String small = "'Timeout': 10, 'MemorySize': 128";
        Assembly assembly = new Assembly()
                .function(ScriptedFunction.class, "", small)
                .function("Hangs", ScriptedFunction.class, "", "'Timeout': 1, 'MemorySize': 128")
                .function(BrokenHandlers.Fails.class, "", small)
                .function(BrokenHandlers.Unset.class, "", small)
                .function(BrokenHandlers.Leaves.class, "", small)
                .function(BrokenHandlers.NeedsName.class, "", small)
                .function(BrokenHandlers.Lacks.class, "", small);
        account.deploy(assembly.writeTo(folder), null, warning -> {});
    }

    private static String tail(HttpResponse<String> response) {
        byte[] log = Base64.getDecoder()
                .decode(response.headers().firstValue("X-Amz-Log-Result").orElseThrow());
        return new String(log, StandardCharsets.UTF_8);
    }

    private static String report(HttpResponse<String> response) {
        String tail = tail(response);
        return tail.substring(tail.indexOf("REPORT RequestId"));
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("x-amzn-RequestId").orElseThrow();
    }

    /** @see <a href="https://aaronstuyvenberg.com/posts/lambda-timeout-doom-loop">The field is new</a>, and no line in the log says it any more */
    @Test
    void aTimeoutIsInTheReportWithTheTimeThatTheFunctionHad() {
        HttpResponse<String> response = client.invoke("Hangs", "\"hang\"");
        assertThat(response.body())
                .isEqualTo("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + id(response)
                        + " Error: Task timed out after 1.00 seconds\"}");
        assertThat(tail(response)).doesNotContain("timed out");
        assertThat(report(response))
                .contains("\tDuration: 1000.00 ms\tBilled Duration: ")
                .endsWith("\tStatus: timeout\n");
    }

    @Test
    void aProcessThatEndsIsInTheReport() {
        HttpResponse<String> response = client.invoke("ScriptedFunction", "\"exit\"");
        assertThat(response.body())
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + id(response)
                        + " Error: Runtime exited with error: exit status 3\"}");
        assertThat(tail(response)).doesNotContain("Runtime exited");
        assertThat(report(response)).endsWith("\tStatus: error\tError Type: Runtime.ExitError\n");
    }

    /** @see <a href="https://github.com/aws/aws-lambda-runtime-interface-emulator/blob/develop/internal/lambda-managed-instances/supervisor/model/process.go">AWS's words</a> */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aProcessThatIsKilledIsSaidToBe() {
        account.faults().add(new Fault("lambda:Invoke", Effect.CRASH, "ScriptedFunction", 1, 1));
        assertThat(client.invoke("ScriptedFunction", "\"hang\"").body())
                .contains(" Error: Runtime exited with error: signal: killed\"");
    }

    /**
     * The JVM does not end by itself when its heap is full: the runtime reports the error, and then ends.
     *
     * @see <a href="https://github.com/DataDog/datadog-agent/blob/main/pkg/serverless/logs/logs_test.go">Java heap space: java.lang.OutOfMemoryError</a>
     */
    @Test
    void aFullHeapIsAnErrorLikeOthers() {
        HttpResponse<String> response = client.invoke("ScriptedFunction", "\"fill\"");
        JsonNode error = Json.read(response.body());
        assertThat(error.path("errorType").asText()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(error.path("errorMessage").asText()).isEqualTo("Java heap space");
        assertThat(tail(response))
                .contains(
                        "Java heap space: java.lang.OutOfMemoryError\njava.lang.OutOfMemoryError: Java heap space\n\tat "
                                + ScriptedFunction.class.getName() + ".fill(");
        assertThat(report(response)).endsWith("\tStatus: error\tError Type: Runtime.ExitError\n");
    }

    /**
     * Neither has frames of the runtime, and the caller learns of no cause.
     *
     * @see <a href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/UserFault.java">reportableError
     *     and filterStackTrace</a>
     */
    @Test
    void anExceptionIsReportedWithItsOwnFramesAndLoggedWithItsCauses() {
        HttpResponse<String> response = client.invoke("Fails", "\"wrapped\"");
        JsonNode error = Json.read(response.body());
        assertThat(error.fieldNames()).toIterable().containsExactly("errorMessage", "errorType", "stackTrace");
        assertThat(Json.texts(error.path("stackTrace")))
                .hasSize(2) // one of them is the interface's method
                .allMatch(frame ->
                        frame.startsWith(BrokenHandlers.Any.class.getName() + ".handleRequest(BrokenHandlers.java:"));
        String frames = "\tat " + error.at("/stackTrace/0").asText() + "\n\tat "
                + error.at("/stackTrace/1").asText() + "\n";
        assertThat(tail(response))
                .contains("no table: java.lang.IllegalStateException\njava.lang.IllegalStateException: no table\n"
                        + frames
                        + "Caused by: java.lang.IllegalArgumentException: TABLE\n\t... 2 more\n\nEND RequestId: ");
        assertThat(report(response)).endsWith("\t\n");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib">INIT_REPORT</a> */
    @Test
    void aClassThatCannotBeInitializedFailsTheStart() {
        HttpResponse<String> response = client.invoke("Unset", "\"hello\"");
        assertThat(response.body())
                .isEqualTo("{\"errorMessage\":\"Error loading class " + BrokenHandlers.Unset.class.getName()
                        + "\",\"errorType\":\"java.lang.ExceptionInInitializerError\"}");
        assertThat(account.log("/aws/lambda/Unset", "INIT_REPORT", 1).get(0))
                .matches("INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase: init\tStatus: error"
                        + "\tError Type: Runtime.BadFunctionCode");
        assertThat(report(response))
                .doesNotContain("Init Duration")
                .endsWith("\tStatus: error\tError Type: Runtime.BadFunctionCode\n");
    }

    /**
     * The start doesn't fail, but each invocation. Where a class is missing, the process ends with it.
     *
     * @see <a href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/AWSLambda.java">findRequestHandler</a>
     */
    @Test
    void aHandlerThatCannotBeMadeFailsEachInvocation() {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = client.invoke("NeedsName", "\"hello\"");
            assertThat(response.body())
                    .isEqualTo("{\"errorMessage\":\"Class " + BrokenHandlers.NeedsName.class.getName()
                            + " has no public zero-argument constructor\",\"errorType\":\"java.lang.Exception\"}");
            assertThat(report(response)).as("the process goes on").endsWith("\t\n");
        }
        HttpResponse<String> response = client.invoke("Lacks", "\"hello\"");
        String message = "Error loading class " + BrokenHandlers.Lacks.class.getName() + ": some/Class";
        assertThat(response.body())
                .isEqualTo("{\"errorMessage\":\"" + message + "\",\"errorType\":\"java.lang.NoClassDefFoundError\"}");
        assertThat(tail(response)).contains(message + ": java.lang.NoClassDefFoundError\n");
        assertThat(report(response)).endsWith("\tStatus: error\tError Type: Runtime.ExitError\n");
    }

    @Test
    void aProcessThatEndsBeforeItIsReadyFailsTheStartToo() {
        HttpResponse<String> response = client.invoke("Leaves", "\"hello\"");
        assertThat(response.body()).contains("Runtime.ExitError", "exit status 7");
        assertThat(account.log("/aws/lambda/Leaves", "INIT_REPORT", 1).get(0))
                .endsWith(" ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError");
    }
}
