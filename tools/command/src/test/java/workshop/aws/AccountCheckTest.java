package workshop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.terminal.Diagnosis;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** Against the local cloud, and against a server that answers as AWS does when something is wrong. */
class AccountCheckTest {
    private record Answer(int status, String body) {}

    private static final Answer IDENTITY = new Answer(200, """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
            <Arn>arn:aws:iam::123456789012:user/ada</Arn><Account>123456789012</Account>
            </GetCallerIdentityResult></GetCallerIdentityResponse>""");

    private Answer identity = IDENTITY;
    private Answer bootstrap = bootstrapped("30");
    private HttpServer aws;

    @BeforeEach
    void answer() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", exchange -> {
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            exchange.getRequestBody().readAllBytes();
            Answer answer = "AmazonSSM.GetParameter".equals(target) ? bootstrap : identity;
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        aws.start();
    }

    @AfterEach
    void stop() {
        aws.stop(0);
    }

    @Test
    void theLocalCloudWillDo() {
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            AccountCheck check = AccountCheck.of(access(account.endpoint()));
            assertThat(check.diagnoses()).allMatch(Diagnosis::good);
            assertThat(said(check)).contains("the local cloud", "Unset it to go to AWS", "account 000000000000");
            assertThat(check.destination()).isEqualTo("the local cloud at " + account.endpoint());
        }
    }

    @Test
    void expiredCredentialsAreNamedWithTheFix() {
        identity = refused("ExpiredToken", "The security token included in the request is expired");
        assertThat(said(check())).contains("no  Credentials   expired\n    → With SSO: aws sso login");
    }

    @Test
    void credentialsThatAwsDoesNotKnowAreToldInItsWords() {
        identity = refused("InvalidClientTokenId", "The security token included in the request is invalid.");
        assertThat(said(check())).contains("no  Credentials   The security token included in the request is invalid");
    }

    /** @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html">FIPS endpoints</a> */
    @Test
    void aProfileDoesNotCountInTheLocalCloud(@TempDir Path folder) throws IOException {
        String fips = "[default]\nuse_fips_endpoint = true\n"; // which the SDK takes with no other endpoint
        withProfiles(fips, folder, () -> assertThat(check().diagnoses()).allMatch(Diagnosis::good));
        assertThat(fakeAccount().environment())
                .containsEntry("AWS_CONFIG_FILE", "/dev/null")
                .containsEntry("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    }

    @Test
    void profilesThatCannotBeReadAreNamed(@TempDir Path folder) throws IOException {
        AccountCheck check = new AccountCheck(AccountAccess.ofCredentials(), Optional.empty());
        withProfiles(
                "[profile ada\n",
                folder,
                () -> assertThat(said(check))
                        .contains(
                                "no  Credentials   can't be read: Profile definition must end with ']' on line 1\n    → Fix"));
    }

    private static void withProfiles(String profiles, Path folder, Runnable test) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), profiles);
        System.setProperty("aws.configFile", file.toString());
        try {
            test.run();
        } finally {
            System.clearProperty("aws.configFile");
        }
    }

    @Test
    void withoutCredentialsNothingElseIsAsked() {
        identity = refused("ExpiredToken", "expired");
        assertThat(said(check())).doesNotContain("Bootstrap");
    }

    @Test
    void aMissingRegionDoesNotHideThatTheCredentialsHaveExpired() {
        identity = refused("ExpiredToken", "expired");
        assertThat(said(new AccountCheck(fakeAccount(), Optional.empty())))
                .contains(
                        "no  Region        not set\n    → export AWS_REGION=",
                        "no  Credentials   expired\n    → With SSO");
    }

    @Test
    void withoutARegionNobodyCanTellWhetherItIsBootstrapped() {
        assertThat(said(new AccountCheck(fakeAccount(), Optional.empty())))
                .contains("no  Region", "ok  Credentials")
                .doesNotContain("Bootstrap");
    }

    @Test
    void anAccountThatIsNotBootstrappedIsNamedWithTheFix() {
        bootstrap = new Answer(400, "{\"__type\":\"ParameterNotFound\",\"message\":\"\"}");
        assertThat(said(check())).contains("no  Bootstrap     not done in us-east-1\n    → npx cdk bootstrap");
    }

    @Test
    void anOldBootstrapIsNamedWithWhatIsNeeded() {
        bootstrap = bootstrapped("5");
        assertThat(said(check()))
                .contains("no  Bootstrap     version 5, at least 6 is needed\n    → npx cdk bootstrap");
    }

    @Test
    void whoMayNotReadTheBootstrapVersionIsToldSo() {
        bootstrap = new Answer(400, "{\"__type\":\"AccessDeniedException\",\"message\":\"ada may not\"}");
        assertThat(said(check())).contains("no  Bootstrap     ada may not");
    }

    @Test
    void anEndpointWhereNobodyAnswersIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        AccountCheck check = AccountCheck.of(access("http://127.0.0.1:" + port));
        assertThat(said(check))
                .contains("no  Credentials   can't be checked", "./workshop up", "unset AWS_ENDPOINT_URL");
    }

    @Test
    void anEndpointThatIsNoUrlIsNamed() {
        assertThatThrownBy(() -> access("127.0.0.1:4566"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("AWS_ENDPOINT_URL is 127.0.0.1:4566, which is no URL.")
                .hasMessageContaining("http://127.0.0.1:4566");
    }

    @Test
    void whereNothingCouldBeDoneNothingIsBegun() {
        bootstrap = new Answer(400, "{\"__type\":\"ParameterNotFound\",\"message\":\"\"}");
        assertThatThrownBy(check()::destination)
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "Bootstrap: not done in us-east-1.\n  → npx cdk bootstrap, in solution; once per account and"
                                + " region: docs/aws.md#bootstrap");
    }

    private AccountCheck check() {
        return AccountCheck.of(fakeAccount());
    }

    private AccountAccess fakeAccount() {
        return access("http://127.0.0.1:" + aws.getAddress().getPort());
    }

    private static AccountAccess access(String endpoint) {
        return AccountAccess.of(Map.of("AWS_ENDPOINT_URL", endpoint));
    }

    private static String said(AccountCheck check) {
        Terminal plain = new Terminal(System.out, System.err, false, "");
        List<Diagnosis> diagnoses = check.diagnoses();
        return diagnoses.stream().map(diagnosis -> diagnosis.line(plain)).collect(Collectors.joining("\n"));
    }

    private static Answer refused(String code, String message) {
        return new Answer(403, """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
                <Code>%s</Code><Message>%s</Message></Error></ErrorResponse>""".formatted(code, message));
    }

    private static Answer bootstrapped(String version) {
        return new Answer(
                200, "{\"Parameter\":{\"Name\":\"/cdk-bootstrap/hnb659fds/version\",\"Value\":\"" + version + "\"}}");
    }
}
