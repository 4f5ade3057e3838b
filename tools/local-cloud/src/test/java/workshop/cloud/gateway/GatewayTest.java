package workshop.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import workshop.cloud.AwsError;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.faults.Faults;
import workshop.cloud.iam.Iam;
import workshop.cloud.shape.Members;

class GatewayTest {
    private final Iam iam = new Iam();

    @AutoClose
    private final Gateway gateway = new Gateway(iam);

    @BeforeEach
    void start() {
        gateway.service("echo", (caller, request) -> HttpReply.of(200, "text/plain", caller.arn()));
        gateway.prefix("_open", (caller, request) -> HttpReply.of(200, "text/plain", request.path()));
        gateway.prefix("_local", (caller, request) -> HttpReply.of(200, "text/plain", "mails"));
        gateway.unsigned((caller, request) -> HttpReply.of(200, "text/plain", "done"));
        gateway.start(0);
    }

    /** Speaks HTTP by hand, for headers that a proper client doesn't let one set. */
    private String raw(String path, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">multiValueHeaders</a> */
    @Test
    void aHeaderWithSeveralValuesIsSentOncePerValue() throws IOException {
        Map<String, String> cookies = Map.of("Set-Cookie", "a=1; Path=/\nb=2", "X-Empty", "");
        gateway.prefix("_cookies", (caller, request) -> new HttpReply(200, cookies, new byte[0]));
        assertThat(raw("/_cookies", "Host: localhost\r\n"))
                .contains("\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n", "\r\nX-Empty:");
    }

    /**
     * API Gateway takes 10,240 bytes of headers and their values.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html">
     *     Quotas</a>
     */
    @Test
    void headersAndQueriesMayBeAsLongAsApiGatewayTakesThem() throws IOException {
        String longest = "a".repeat(10_000);
        gateway.prefix("_long", (caller, request) -> new HttpReply(200, Map.of("X-Long", longest), new byte[0]));
        assertThat(raw("/_open/a", "Host: localhost\r\nX-Long: " + longest + "\r\n"))
                .endsWith("/_open/a");
        assertThat(raw("/_open/a?q=" + longest, "Host: localhost\r\n")).endsWith("/_open/a");
        assertThat(raw("/_long", "Host: localhost\r\n")).contains("X-Long: " + longest);
        assertThat(raw("/_open/a", "Host: localhost\r\nX-Long: " + longest + longest + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void aRequestGoesToTheServiceThatItIsSignedFor() {
        String body = new Client("http://127.0.0.1:" + gateway.port())
                .send("echo", "POST", "/", Map.of(), "")
                .body();
        assertThat(body).isEqualTo("arn:aws:iam::000000000000:root");
    }

    /** As https://docs.aws.amazon.com/AmazonS3/latest/userguide/get-request-ids.html has it for S3. */
    @Test
    void eachAnswerHasTheIdOfItsRequestAndXmlHasTheSame() {
        Client client = new Client("http://127.0.0.1:" + gateway.port());
        HttpResponse<String> right = client.send("echo", "POST", "/", Map.of(), "");
        HttpResponse<String> other = client.send("echo", "POST", "/", Map.of(), "");
        HttpResponse<String> json = client.send("kinesis", "POST", "/", Map.of(), "{}");
        assertThat(List.of(id(right), id(other), id(json)))
                .allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .doesNotHaveDuplicates();
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        HttpResponse<String> xml = client.send("rds", "POST", "/", form, "Action=DescribeDBInstances");
        assertThat(xml.body()).contains("<RequestId>" + id(xml) + "</RequestId>");
        HttpResponse<String> s3 = client.send("s3", "GET", "/", Map.of(), "");
        String itsId = s3.headers().firstValue("x-amz-request-id").orElseThrow();
        assertThat(itsId).matches("[0-9A-F]{16}");
        assertThat(s3.body()).contains("<RequestId>" + itsId + "</RequestId>");
        assertThat(s3.headers().firstValue("x-amzn-RequestId")).isEmpty();
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("x-amzn-RequestId").orElse("none");
    }

    @Test
    void aServiceThatIsNotThereIsNamed() {
        String body = new Client("http://127.0.0.1:" + gateway.port())
                .send("kinesis", "POST", "/", Map.of(), "")
                .body();
        assertThat(body).contains("kinesis", "echo");
    }

    /** Each protocol has its own place for the code: https://smithy.io/2.0/aws/protocols/index.html. */
    @Test
    void whatIsNotHereIsSaidInTheProtocolOfTheCaller() {
        Client client = new Client("http://127.0.0.1:" + gateway.port());
        HttpResponse<String> json =
                client.send("kinesis", "POST", "/", Map.of("X-Amz-Target", "Kinesis_20131202.ListStreams"), "{}");
        assertThat(json.headers().firstValue("x-amzn-ErrorType"))
                .as("which REST in JSON has")
                .isEmpty();
        assertThat(Json.read(json.body()).path("__type").asText()).isEqualTo("NotImplemented");
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        assertThat(client.send("rds", "POST", "/", form, "Action=DescribeDBInstances")
                        .body())
                .startsWith("<ErrorResponse><Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>");
        assertThat(client.send("ec2", "POST", "/", form, "Action=DescribeVpcs").body())
                .startsWith("<Response><Errors><Error><Code>NotImplemented</Code>");
        assertThat(client.send("route53", "GET", "/2013-04-01/hostedzone", Map.of(), "")
                        .body())
                .startsWith("<Error><Code>NotImplemented</Code>");
        HttpResponse<String> cbor =
                client.send("monitoring", "POST", "/service/x", Map.of("smithy-protocol", "rpc-v2-cbor"), "");
        assertThat(cbor.headers().firstValue("smithy-protocol")).contains("rpc-v2-cbor");
        assertThat(cbor.body()).contains("__type", "NotImplemented", "message", "monitoring");
    }

    @Test
    void aFaultOfTheLocalCloudIsAnErrorOfAwsToo() {
        gateway.service("broken", (caller, request) -> {
            throw new IllegalStateException("out of order");
        });
        HttpResponse<String> broken =
                new Client("http://127.0.0.1:" + gateway.port()).send("broken", "POST", "/", Map.of(), "");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(Json.read(broken.body()).path("__type").asText()).isEqualTo("InternalFailure");
        assertThat(Json.read(broken.body()).path("message").asText()).contains("out of order");
    }

    @Test
    void aRequestsHeadersKeepTheirNamesAndAllTheirValues() throws IOException {
        gateway.prefix("_headers", (caller, request) -> HttpReply.of(200, "text/plain", "" + request.headers()));
        assertThat(raw("/_headers", "Host: 127.0.0.1\r\ntEsT-HEADeR: one\r\ntEsT-HEADeR: two\r\n"))
                .contains("tEsT-HEADeR=[one, two]");
    }

    @Test
    void anUnsignedRequestIsRefusedUnlessItsPathIsOpen() throws IOException {
        assertThat(raw("/", "Host: 127.0.0.1\r\n")).startsWith("HTTP/1.1 403").contains("No AWS signature");
        assertThat(raw("/_open/x", "Host: 127.0.0.1\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("/_open/x");
    }

    /** API Gateway answers a method that no route has, whatever it is: 403, {@code Missing Authentication Token}. */
    @Test
    void theServiceAnswersWhateverTheMethod() {
        gateway.prefix("_method", (caller, request) -> HttpReply.of(403, "text/plain", request.method()));
        for (String method : new String[] {"GET", "PURGE", "PROPFIND", "get"}) {
            HttpResponse<String> reply =
                    new Client("http://127.0.0.1:" + gateway.port()).send("echo", method, "/_method", Map.of(), "");
            assertThat(reply.statusCode()).as(method).isEqualTo(403);
            assertThat(reply.body()).isEqualTo(method);
        }
    }

    @Test
    void aRequestForAnotherHostIsRefused() throws IOException {
        assertThat(raw("/_open/x", "Host: evil.example\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw("/_open/x", "Host: 127.0.0.1.evil.example:80\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw("/_open/x?a=%zz", "Host: evil.example\r\n"))
                .as("whatever else is wrong with it")
                .startsWith("HTTP/1.1 403");
    }

    @Test
    @Timeout(10)
    void itIsRefusedBeforeItsBodyIsRead() throws IOException {
        assertThat(raw("/_open/x", "Host: evil.example\r\nContent-Length: 9\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("/_open/x", "Host: localhost\r\nOrigin: https://evil.example\r\nContent-Length: 9\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    /**
     * As API Gateway answers, as <a href="https://github.com/adamchainz/apig-wsgi/pull/102">others saw on AWS</a>; in a
     * form as the <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html">common
     * errors</a> say.
     */
    @Test
    void aPercentSignThatEncodesNothingIsABadRequest() throws IOException {
        for (String path :
                new String[] {"/_open/x?next_token=%zz", "/_open/x?a=%", "/_open/x?a=50%25&b=%4", "/?%%=1"}) {
            assertThat(raw(path, "Host: 127.0.0.1\r\n")).as(path).startsWith("HTTP/1.1 400");
        }
        assertThat(raw("/_open/x?a=50%25", "Host: 127.0.0.1\r\n")).startsWith("HTTP/1.1 200");
        gateway.service("form", new AwsQuery("urn:form", new Operations("form", iam, new Faults())));
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        HttpResponse<String> reply =
                new Client("http://127.0.0.1:" + gateway.port()).send("form", "POST", "/", form, "Action=%zz");
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).contains("<Code>MalformedQueryString</Code>");
        for (String malformed : List.of(
                "Tags.member=a: Each member of a list needs a number: a",
                "Tags.member.a=b: Each member of a list needs a number: {&quot;a&quot;:&quot;b&quot;}",
                "Name=a&Name.b=c: The parameter Name.b can't be inside a parameter that has a value.")) {
            String[] parts = malformed.split(": ", 2);
            assertThat(new Client("http://127.0.0.1:" + gateway.port())
                            .send("form", "POST", "/", form, "Action=A&" + parts[0])
                            .body())
                    .contains("<Message>" + parts[1] + "</Message>");
        }
    }

    @Test
    void aBodyOverTheLimitIsRefusedAndTheNextRequestAnswered() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/_open/x");
        HttpClient client = HttpClient.newHttpClient();
        for (int bytes : new int[] {64 << 20, (64 << 20) + 1, (64 << 20) + 2, 80 << 20}) {
            HttpRequest upload = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                    .build();
            HttpResponse<String> reply = client.send(upload, HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(bytes > 64 << 20 ? 413 : 200);
        }
        assertThat(raw("/_open/x", "Host: 127.0.0.1\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aRequestFromAnotherOriginIsRefused() throws IOException {
        assertThat(raw("/_open/x", "Host: localhost\r\nOrigin: https://evil.example\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("/_open/x", "Host: localhost\r\nOrigin: null\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw("/_open/x", "Host: localhost\r\nOrigin: http://localhost:3000\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    /** @see <a href="https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header">Sec-Fetch-Site</a> */
    @Test
    void whatABrowserMarksAsAPageElsewhereIsRefusedUnlessItOnlyLooks() throws IOException {
        String unsubscribe = "/?Action=Unsubscribe&SubscriptionArn=x";
        for (String site : new String[] {"cross-site", "same-site"}) {
            String marked = "Host: 127.0.0.1\r\nSec-Fetch-Site: " + site + "\r\n";
            assertThat(raw(unsubscribe, marked)).startsWith("HTTP/1.1 403");
            assertThat(raw("/_open/x", marked)).startsWith("HTTP/1.1 403");
            assertThat(raw("/_local/mail", marked)).startsWith("HTTP/1.1 200");
        }
        for (String site : new String[] {"none", "same-origin"}) {
            String marked = "Host: 127.0.0.1\r\nSec-Fetch-Site: " + site + "\r\n";
            assertThat(raw(unsubscribe, marked)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() throws IOException {
        InetAddress own = InetAddress.getLocalHost();
        if (!own.isLoopbackAddress()) {
            assertThatThrownBy(() -> new Socket(own, gateway.port()).close()).isInstanceOf(IOException.class);
        }
        assertThat(raw("/_open/x", "Host: 127.0.0.1\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aPortThatIsTakenIsAnErrorAtTheStart() {
        Gateway second = new Gateway(new Iam());
        assertThatThrownBy(() -> second.start(gateway.port())).hasMessageContaining(String.valueOf(gateway.port()));
        second.close();
    }

    @Test
    void itsPortIsKnownWhenItIsClosed() {
        int port = gateway.port();
        gateway.close();
        assertThat(gateway.port()).isEqualTo(port);
    }

    @Test
    void aFormsNamesMayLookLikeAnything() {
        Operations things = new Operations("form", iam, new Faults())
                .on("PutThing", Members.of(optional("Name", text())), (caller, input) -> Json.object());
        gateway.service("form", new AwsQuery("urn:form", things));
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        for (String pair : new String[] {"=x", ".=x", "..=x", "Name.=x", "Name=a&Name.b=x", "Name.member=x"}) {
            HttpResponse<String> reply = new Client("http://127.0.0.1:" + gateway.port())
                    .send("form", "POST", "/", form, "Action=PutThing&" + pair);
            assertThat(reply.body()).as(pair).contains("<Error>").doesNotContain("InternalFailure");
        }
    }

    @Test
    void aRegionThatIsNotTheAccountsIsNamed() throws IOException {
        String answer = raw(
                "/",
                "Host: 127.0.0.1\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/echo/aws4_request\r\n");
        assertThat(answer).contains("eu-west-1", "AWS_REGION=us-east-1");
    }

    @Test
    void aBrowserThatOpensTheEndpointGetsItsPageAndAClientOfAwsDoesNot() throws IOException {
        String host = "Host: 127.0.0.1\r\n";
        String browser = host + "Accept: text/html,*/*\r\n";
        assertThat(raw("/", browser)).contains("MissingAuthenticationToken");
        gateway.home((caller, request) -> HttpReply.of(200, "text/html", "welcome"));
        assertThat(raw("/", browser)).endsWith("welcome");
        assertThat(raw("/", browser + "Sec-Fetch-Site: cross-site\r\n"))
                .as("a link to it elsewhere")
                .endsWith("welcome");
        assertThat(raw("/", host + "Accept: */*\r\n")).contains("MissingAuthenticationToken");
        assertThat(raw("/?Action=ConfirmSubscription", browser))
                .as("a link in an email")
                .endsWith("done");
        assertThat(
                        raw(
                                "/",
                                browser
                                        + "Authorization: AWS4-HMAC-SHA256 Credential=x/20261128/us-east-1/echo/aws4_request\r\n"))
                .endsWith("root");
    }

    @Test
    void aStreamIsReadAsItIsWrittenAndEndsWithTheAccount() throws IOException, InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean isInterrupted = new AtomicBoolean();
        gateway.prefix(
                "_stream",
                (caller, request) -> HttpReply.stream("text/event-stream", (client, isOpen) -> {
                    try {
                        client.write("data: 1\n\n".getBytes(StandardCharsets.US_ASCII));
                        client.flush();
                        read.await();
                        client.write("data: 2\n\n".getBytes(StandardCharsets.US_ASCII));
                        client.flush();
                        while (isOpen.getAsBoolean()) {
                            LockSupport.parkNanos(1_000_000);
                            isInterrupted.compareAndSet(false, Thread.interrupted());
                        }
                    } finally {
                        ended.countDown(); // wherever it was when the account closed, in a write too
                    }
                }));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream()
                    .write("GET /_stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.lines().anyMatch("data: 1"::equals)).isTrue();
            read.countDown();
            assertThat(lines.lines().anyMatch("data: 2"::equals)).isTrue();
            gateway.close();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(isInterrupted)
                    .as("interrupted, as a thread of the server may be at other work, such as to close")
                    .isFalse();
        }
    }

    /** The SDK gives a condition's old item, and why a transaction failed, from members beside the message. */
    @Test
    void anErrorOfAJsonProtocolKeepsItsMembers() {
        AwsError refused = new AwsError(
                400, "ConditionalCheckFailedException", "no", Json.object().put("Item", "old"));
        assertThat(new String(ErrorReply.awsJson(refused, "1.0").body(), StandardCharsets.UTF_8))
                .contains("\"Item\":\"old\"");
    }
}
