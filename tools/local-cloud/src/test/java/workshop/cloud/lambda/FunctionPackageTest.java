package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Options;

/** A build that runs while the functions do deletes their package, and writes it again. */
class FunctionPackageTest {
    private static final String LOG_GROUP = "/aws/lambda/ScriptedFunction";

    @TempDir
    private Path folder;

    /**
     * Lambda's own failures are tried again, unlike those of a function without a bound on their number.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors">Invoke, errors</a>
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Errors of asynchronous invocation</a>
     */
    @Test
    void whileItIsGoneLambdaFailsAndWhatIsInvokedAsynchronouslyWaits() throws IOException {
        Path code = packageOf(ScriptedFunction.class);
        Path away = folder.resolve("away");
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            Client client = new Client(account.endpoint());
            Assembly assembly = new Assembly().function(ScriptedFunction.class, "", "'MemorySize': 128");
            account.deploy(assembly.writeTo(folder, code), null, warning -> {});
            client.invoke("ScriptedFunction", "\"hello\"");

            Files.move(code, away);
            client.invoke("ScriptedFunction", "\"exit\"");
            HttpResponse<String> refused = client.invoke("ScriptedFunction", "\"hello\"");
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body())
                    .contains("Can't start the process of ScriptedFunction: ", "NoSuchFileException", "\"Service\"");
            client.invokeLater("ScriptedFunction", "\"later\"");
            await("the second refusal")
                    .until(() -> account.log(LOG_GROUP, "Can't start the process", 100)
                                    .size()
                            > 1);

            Files.move(away, code);
            await("what was invoked asynchronously")
                    .until(() ->
                            !account.log(LOG_GROUP, "answered \"later\"", 1).isEmpty());
        }
    }

    private Path packageOf(Class<?> handler) throws IOException {
        Path code = folder.resolve("asset.1");
        String file = handler.getName().replace('.', '/') + ".class";
        Files.createDirectories(code.resolve(file).getParent());
        Files.copy(Path.of("target/test-classes", file), code.resolve(file));
        return code;
    }
}
