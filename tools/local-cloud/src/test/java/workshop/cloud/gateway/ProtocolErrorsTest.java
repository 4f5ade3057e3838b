package workshop.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.text;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.faults.Faults;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;

/** What each service says of a request before it looks into it. */
class ProtocolErrorsTest {
    private static final Map<String, String> TARGET = Map.of("X-Amz-Target", "Things.ListThings");
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    private final Iam iam = new Iam();

    @AutoClose
    private final Gateway gateway = new Gateway(iam);

    private Operations things() {
        return new Operations("things", iam, new Faults())
                .on("ListThings", Members.of(optional("Of", text())), input -> Json.object());
    }

    @BeforeEach
    void start() {
        gateway.service("json", new AwsJson("1.1", "Things", things()))
                .service("form", new AwsQuery("urn:things", things()))
                .start(0);
    }

    private HttpResponse<String> json(String body) {
        return new Client("http://127.0.0.1:" + gateway.port()).send("json", "POST", "/", TARGET, body);
    }

    private HttpResponse<String> call(String accessKey, String service, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port()))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20260101/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=none");
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Without a word, as <a href="https://github.com/aoyagikouhei/athena-local">measured on Athena</a>, which speaks the same protocol. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "\"a\"", "{\"a\": 1,}"})
    void aBodyThatIsNoJsonObjectIsNotRead(String body) {
        assertThat(json(body).statusCode()).isEqualTo(400);
        assertThat(json(body).body()).isEqualTo("{\"__type\":\"SerializationException\"}");
    }

    @Test
    void ofAListItIsSaidThatItIsOne() {
        assertThat(json("[]").body()).contains("\"message\":\"Start of list found where not expected\"");
        assertThat(json("{}").statusCode()).isEqualTo(200);
    }

    /**
     * As those whose sessions ended have it from <a href="https://github.com/cloudquery/cq-provider-aws/pull/1171">Lambda</a>,
     * <a href="https://github.com/cloudcaptainsh/cloudcaptain/issues/208">Logs</a>, <a
     * href="https://github.com/cfn-sphere/cfn-sphere/issues/55">a service that speaks XML</a> and <a
     * href="https://github.com/romange/helio/issues/15">S3</a>.
     */
    @Test
    void anExpiredKeyIsRefusedInTheWordsOfTheProtocol() throws Exception {
        String words = "The security token included in the request is expired";
        HttpResponse<String> rest = call("ASIAX", "lambda", Map.of(), "");
        assertThat(rest.statusCode()).isEqualTo(403);
        assertThat(rest.headers().firstValue("x-amzn-ErrorType")).contains("ExpiredTokenException");
        HttpResponse<String> json = call("ASIAX", "json", TARGET, "{}");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.headers().firstValue("x-amzn-ErrorType")).isEmpty();
        assertThat(json.body()).contains("\"__type\":\"ExpiredTokenException\",\"message\":\"" + words);
        HttpResponse<String> form = call("ASIAX", "form", FORM, "Action=ListThings");
        assertThat(form.statusCode()).isEqualTo(403);
        assertThat(form.body()).contains("<Code>ExpiredToken</Code><Message>" + words + "</Message>");
        HttpResponse<String> s3 = call("ASIAX", "s3", Map.of(), "");
        assertThat(s3.statusCode()).isEqualTo(400);
        assertThat(s3.body()).contains("<Code>ExpiredToken</Code><Message>The provided token has expired.</Message>");
    }

    /** As <a href="https://github.com/brendanhay/amazonka/issues/209">SNS</a> has it. */
    @Test
    void aFormWithMoreInAParameterThatIsATextIsMalformed() throws Exception {
        assertThat(call("any", "form", FORM, "Action=ListThings&Of.Name=a").body())
                .contains("<Code>MalformedInput</Code><Message>Start of list found where not expected</Message>");
    }

    /** As <a href="https://github.com/anomalyco/sst/issues/3006">CloudFormation</a> has it. */
    @Test
    void whoIsNotAllowedLearnsThatInTheWordsOfTheProtocol() throws Exception {
        String key = iam.assume("arn:aws:iam::000000000000:role/R", "s").accessKeyId();
        String words =
                "User: arn:aws:sts::000000000000:assumed-role/R/s is not authorized to perform: things:ListThings on"
                        + " resource: * because no identity-based policy allows the things:ListThings action";
        HttpResponse<String> form = call(key, "form", FORM, "Action=ListThings");
        assertThat(form.statusCode()).isEqualTo(403);
        assertThat(form.body()).contains("<Code>AccessDenied</Code><Message>" + words + "</Message>");
        HttpResponse<String> json = call(key, "json", TARGET, "{}");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(json.body()).contains("\"__type\":\"AccessDeniedException\",\"message\":\"" + words);
    }
}
