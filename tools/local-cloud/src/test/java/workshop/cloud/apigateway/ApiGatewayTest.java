package workshop.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.lambda.Lambda.Answer;

class ApiGatewayTest {
    @AutoClose
    private ApiFixture api = ApiFixture.plain();

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void theFunctionGetsTheRequestAsAwsDocumentsIt() {
        api.call(
                "POST",
                "/todo",
                Map.of("a", List.of("1", "2")),
                Map.of("Content-Type", List.of("application/json"), "User-Agent", List.of("curl/8")),
                "{\"name\":\"Möhren\"}".getBytes(StandardCharsets.UTF_8));
        JsonNode event = api.event();
        assertThat(event.path("resource").asText()).isEqualTo("/todo");
        assertThat(event.path("path").asText()).isEqualTo("/todo");
        assertThat(event.path("httpMethod").asText()).isEqualTo("POST");
        assertThat(event.path("body").asText()).isEqualTo("{\"name\":\"Möhren\"}");
        assertThat(event.path("isBase64Encoded").asBoolean(true)).isFalse();
        assertThat(event.path("headers").path("Content-Type").asText()).isEqualTo("application/json");
        assertThat(event.path("queryStringParameters").path("a").asText()).isEqualTo("2");
        assertThat(event.path("multiValueQueryStringParameters").path("a")).hasSize(2);
        assertThat(event.path("pathParameters").isNull()).isTrue();
        assertThat(event.path("stageVariables").isNull()).isTrue();
        JsonNode context = event.path("requestContext");
        assertThat(context.path("stage").asText()).isEqualTo("prod");
        assertThat(context.path("path").asText()).isEqualTo("/prod/todo");
        assertThat(context.path("apiId").asText()).isEqualTo(api.api.ref());
        assertThat(context.path("identity").path("userAgent").asText()).isEqualTo("curl/8");
        assertThat(context.path("requestTime").asText()).matches("\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    }

    @Test
    void whatIsEmptyIsNull() {
        api.call("POST", "/todo", Map.of(), Map.of(), new byte[0]);
        assertThat(api.event().path("body").isNull()).isTrue();
        assertThat(api.event().path("queryStringParameters").isNull()).isTrue();
    }

    @Test
    void thePathStaysUndecodedAsRestApisLeaveIt() {
        api.call("GET", "/todo/a%2Fb%20c");
        assertThat(api.event().path("pathParameters").path("todoId").asText()).isEqualTo("a%2Fb%20c");
        assertThat(api.event().path("path").asText()).isEqualTo("/todo/a%2Fb%20c");
        assertThat(api.event().path("resource").asText()).isEqualTo("/todo/{todoId}");
    }

    @Test
    void aGreedyPathTakesTheRest() {
        api.call("DELETE", "/files/a/b");
        assertThat(api.event().path("pathParameters").path("proxy").asText()).isEqualTo("a/b");
    }

    @Test
    void theFunctionIsInvokedInTheNameOfTheMethod() {
        api.call("GET", "/todo/1");
        assertThat(api.delivered.sender().caller().arn()).isEqualTo("apigateway.amazonaws.com");
        assertThat(api.delivered.sourceArn())
                .isEqualTo("arn:aws:execute-api:us-east-1:000000000000:" + api.api.ref() + "/prod/GET/todo/{todoId}");
    }

    @Test
    void theFunctionsAnswerIsTheResponse() {
        api.answers("{'statusCode': 201, 'headers': {'X-A': 'a', 'Date': 'never'},"
                + " 'multiValueHeaders': {'X-B': ['1', '2']}, 'body': '{}'}");
        HttpReply reply = api.call("POST", "/todo");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(text(reply)).isEqualTo("{}");
        assertThat(reply.headers())
                .containsEntry("X-A", "a")
                .containsEntry("X-B", "1\n2")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("x-amzn-Remapped-Date", "never")
                .containsKey("x-amzn-RequestId");
    }

    @Test
    void anAnswerThatIsNoResponseIsABadGateway() {
        for (String malformed : List.of(
                "'text'",
                "null",
                "[]",
                "{'statusCode': 'x'}",
                "{'statusCode': 99}",
                "{'statusCode': 200, 'body': {'a': 1}}",
                "{'statusCode': 200, 'headers': {'X-A': ['a']}}",
                "{'statusCode': 200, 'headers': 'X-A'}",
                "{'statusCode': 200, 'multiValueHeaders': {'X-A': 'a'}}",
                "{'statusCode': 200, 'cookies': ['a=b']}",
                "{'statusCode': 200, 'isBase64encoded': false}",
                "{'status': 1}")) {
            api.answers(malformed);
            HttpReply reply = api.call("POST", "/todo");
            assertThat(reply.status()).as(malformed).isEqualTo(502);
            assertThat(text(reply)).isEqualTo("{\"message\":\"Internal server error\"}");
        }
    }

    @Test
    void everyPartOfAnAnswerMayBeMissing() {
        for (String answer : List.of("{}", "{'headers': {'X-A': 'a'}}", "{'statusCode': null, 'headers': null}")) {
            api.answers(answer);
            HttpReply reply = api.call("POST", "/todo");
            assertThat(reply.status()).as(answer).isEqualTo(200);
            assertThat(text(reply)).isEmpty();
        }
        api.answers("{'statusCode': '201', 'headers': {'X-Flag': true}}");
        HttpReply reply = api.call("POST", "/todo");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.headers()).containsEntry("X-Flag", "true").containsEntry("Content-Type", "application/json");
    }

    @Test
    void aHeaderInBothMapsHasTheValuesOfBothEachOnce() {
        api.answers("{'multiValueHeaders': {'tesT-Multi': ['value-multi', 'same']},"
                + " 'headers': {'test-multi': 'value-solo', 'TEST-MULTI': 'same', 'content-TYPE': 'text/plain'}}");
        assertThat(api.call("POST", "/todo").headers())
                .containsEntry("tesT-Multi", "value-multi\nsame\nvalue-solo")
                .containsEntry("content-TYPE", "text/plain")
                .doesNotContainKey("Content-Type");
    }

    /** As recorded on AWS, which writes Authorization so: test_lambda_aws_proxy_integration of LocalStack's suite. */
    @Test
    void aRequestsHeadersKeepTheirNamesAndAllTheirValues() {
        api.call(
                "POST",
                "/todo",
                Map.of(),
                Map.of("tEsT-HEADeR", List.of("one", "two"), "aUThorization", List.of("Bearer 1")),
                new byte[0]);
        assertThat(api.event().at("/multiValueHeaders/tEsT-HEADeR")).hasSize(2);
        assertThat(api.event().at("/headers/tEsT-HEADeR").asText()).isEqualTo("two");
        assertThat(api.event().at("/headers/Authorization").asText()).isEqualTo("Bearer 1");
    }

    /** @see <a href="https://speedrun.nobackspacecrew.com/blog/2026/03/06/obtaining-caller-ip-address-with-lambda-furls.html">Proxies</a> */
    @Test
    void theCallersAddressFollowsThoseThatTheCallerNames() {
        List<String> proxies = List.of("1.2.3.4", "5.6.7.8");
        api.call("POST", "/todo", Map.of(), Map.of("x-forwarded-for", proxies), new byte[0]);
        assertThat(api.event().at("/headers/X-Forwarded-For").asText()).isEqualTo("1.2.3.4, 5.6.7.8, 127.0.0.1");
        assertThat(api.event().at("/requestContext/identity/sourceIp").asText()).isEqualTo("127.0.0.1");
    }

    /**
     * As recorded on AWS: test_apigateway_header_remapping_aws of LocalStack's suite for API Gateway, no-param-integration.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">Headers</a>
     */
    @Test
    void someHeadersOfARequestDoNotComeToTheFunction() {
        List<String> dropped = List.of("Connection", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate");
        List<String> more = List.of("Server", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "WWW-Authenticate");
        Map<String, List<String>> headers = new HashMap<>(Map.of("Age", List.of("1"), "Via", List.of("p")));
        dropped.forEach(name -> headers.put(name, List.of("x")));
        more.forEach(name -> headers.put(name, List.of("x")));
        api.call("POST", "/todo", Map.of(), headers, new byte[0]);
        assertThat(api.event().path("headers").fieldNames())
                .toIterable()
                .contains("Age", "Via")
                .doesNotContainAnyElementsOf(dropped)
                .doesNotContainAnyElementsOf(more);
    }

    @Test
    void slashesInsideAGreedyPathAreKeptAndThoseBeforeAPathAreOne() {
        api.call("GET", "/files/a//b/");
        assertThat(api.event().at("/pathParameters/proxy").asText()).isEqualTo("a//b");
        assertThat(api.event().path("path").asText()).isEqualTo("/files/a//b/");
        api.call("POST", "//todo");
        assertThat(api.event().path("path").asText()).isEqualTo("/todo");
        assertThat(api.event().at("/requestContext/path").asText()).isEqualTo("/prod//todo");
    }

    @Test
    void aSlashMoreBeforeTheStageChangesNothing() {
        HttpReply reply = api.apiGateway.handle(
                api.iam.owner(),
                new HttpRequest("POST", "/_api/" + api.api.ref() + "//prod/todo", Map.of(), Map.of(), new byte[0]));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.event().at("/requestContext/path").asText()).isEqualTo("/prod/todo");
    }

    @Test
    void aFunctionIsCalledByPostOnly() {
        api.method(api.todo, "PUT", ", 'IntegrationHttpMethod': 'GET'");
        new ApiTypes(api.apiGateway).stage().update(api.stageDeclaration(api.deployment(), ""), null);
        HttpReply reply = api.call("PUT", "/todo");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(text(reply)).isEqualTo("{\"message\":\"Internal server error\"}");
        assertThat(api.delivered).isNull();
    }

    /** @see <a href="https://repost.aws/knowledge-center/collect-api-gateway-extended-request-ids">Extended request ids</a> */
    @Test
    void theFunctionKnowsBothIdsThatTheResponseHas() {
        HttpReply reply = api.call("POST", "/todo");
        JsonNode context = api.event().path("requestContext");
        assertThat(reply.headers())
                .containsEntry("x-amzn-RequestId", context.path("requestId").asText())
                .containsEntry(
                        "x-amz-apigw-id", context.path("extendedRequestId").asText());
    }

    @Test
    void theTraceIdIsTheClientsOwnIfItHasOne() {
        String trace = "Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1";
        HttpReply reply = api.call("POST", "/todo", Map.of(), Map.of("x-amzn-trace-id", List.of(trace)), new byte[0]);
        assertThat(reply.headers()).containsEntry("X-Amzn-Trace-Id", trace);
        assertThat(api.event().path("headers").findValuesAsText("X-Amzn-Trace-Id"))
                .containsExactly(trace);
        assertThat(api.event().path("headers").has("x-amzn-trace-id")).isFalse();
        assertThat(api.delivered.traceHeader()).isEqualTo(trace);

        String root = trace.replaceFirst(";.*", "");
        reply = api.call("POST", "/todo", Map.of(), Map.of("x-amzn-trace-id", List.of(root)), new byte[0]);
        assertThat(reply.headers().get("X-Amzn-Trace-Id"))
                .as("recorded on AWS: test_invocation_trace_id of LocalStack's suite for API Gateway")
                .matches(root + ";Parent=[0-9a-f]{16};Sampled=0");
    }

    @Test
    void aFunctionThatThrowsIsABadGateway() {
        api.does((arn, delivery) -> new Answer("Unhandled", "{\"errorMessage\":\"secret\"}"));
        HttpReply reply = api.call("POST", "/todo");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(text(reply)).doesNotContain("secret");
    }

    @Test
    void withoutPermissionItIsAnInternalErrorWhoseReasonIsInTheTrace() {
        api.does((arn, delivery) -> {
            throw AwsError.accessDenied("no permission of apigateway");
        });
        assertThat(api.call("POST", "/todo").status()).isEqualTo(500);
        assertThat(api.trace.hops(0, "")).anyMatch(hop -> hop.outcome().contains("no permission of apigateway"));
    }

    @Test
    void aFunctionThatTakesTooLongIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        api.method(api.todo, "PUT", ", 'TimeoutInMillis': 50");
        new ApiTypes(api.apiGateway).stage().update(api.stageDeclaration(api.deployment(), ""), null);
        api.does((arn, delivery) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Answer(null, "{}");
        });
        HttpReply reply = api.call("PUT", "/todo");
        assertThat(reply.status()).isEqualTo(504);
        assertThat(text(reply)).isEqualTo("{\"message\":\"Endpoint request timed out\"}");
        never.countDown();
    }

    @Test
    void whatIsNoRouteIsAMissingTokenAsOnAws() {
        for (String path : List.of("", "/", "/nope", "/todo/1/2", "/files")) {
            HttpReply reply = api.call("GET", path);
            assertThat(reply.status()).as(path).isEqualTo(403);
            assertThat(text(reply)).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        }
        assertThat(api.call("DELETE", "/todo/1").status()).isEqualTo(403);
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html">ANY</a> */
    @Test
    void anyMethodIsOneOfSeven() {
        for (String method : List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")) {
            assertThat(api.call(method, "/files/a").status()).as(method).isEqualTo(200);
        }
        assertThat(api.call("PROPFIND", "/files/a").status()).isEqualTo(403);
    }

    @Test
    void aStageThatIsNotThereIsForbidden() {
        HttpReply reply = api.apiGateway.handle(
                api.iam.owner(),
                new HttpRequest("GET", "/_api/" + api.api.ref() + "/beta/todo/1", Map.of(), Map.of(), new byte[0]));
        assertThat(reply.status()).isEqualTo(403);
        assertThat(text(reply)).isEqualTo("{\"message\":\"Forbidden\"}");
    }

    /**
     * In plain text, and before a route is looked for; an event that becomes too long for a function is another error.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html">
     *     Payload size</a>
     */
    @Test
    void aRequestThatIsTooLongIsRefused() {
        for (String path : List.of("/todo", "/nope")) {
            HttpReply reply = api.call("POST", path, Map.of(), Map.of(), new byte[(10 << 20) + 1]);
            assertThat(reply.status()).isEqualTo(413);
            assertThat(text(reply)).isEqualTo("HTTP content length exceeded 10485760 bytes.");
        }
        HttpReply reply = api.call("POST", "/todo", Map.of(), Map.of(), new byte[6 << 20]);
        assertThat(reply.status()).isEqualTo(413);
        assertThat(text(reply)).isEqualTo("{\"message\":\"Request Too Long\"}");
    }

    @Test
    void aStagesThrottleIsKept() {
        api.close();
        api = new ApiFixture(
                "",
                ", 'MethodSettings': [{'ResourcePath': '/*', 'HttpMethod': '*', 'ThrottlingRateLimit': 0,"
                        + " 'ThrottlingBurstLimit': 2}]");
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
        assertThat(api.call("GET", "/todo/1").status()).isEqualTo(200);
        HttpReply reply = api.call("POST", "/todo");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(text(reply)).isEqualTo("{\"message\":\"Too Many Requests\"}");
    }

    /**
     * It is the account's, which GetStages answers, too.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html">5,000</a>
     */
    @Test
    void aStagesThrottleWithoutABurstLetsManyRequestsThroughAtOnce() {
        api.close();
        String rate = "'ThrottlingRateLimit': 0";
        api = new ApiFixture("", ", 'MethodSettings': [{'ResourcePath': '/*', 'HttpMethod': '*', " + rate + "}]");
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
    }

    @Test
    void aBinaryTypeTravelsAsBase64BothWays() {
        api.close();
        api = new ApiFixture(", 'BinaryMediaTypes': ['image/*']", ", 'Variables': {'colour': 'red'}");
        byte[] bytes = {(byte) 0xff, 0, 1};
        String encoded = Base64.getEncoder().encodeToString(bytes);
        api.answers("{'statusCode': 200, 'isBase64Encoded': true, 'body': '" + encoded + "'}");
        HttpReply reply = api.call(
                "POST",
                "/todo",
                Map.of(),
                Map.of("content-type", List.of("image/png"), "accept", List.of("image/png")),
                bytes);
        assertThat(api.event().path("body").asText()).isEqualTo(encoded);
        assertThat(api.event().path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(api.event().path("stageVariables").path("colour").asText()).isEqualTo("red");
        assertThat(reply.body()).isEqualTo(bytes);

        api.answers("{'statusCode': 200, 'isBase64Encoded': true, 'body': 'èé'}");
        assertThat(accepted("image/png").status()).isEqualTo(500);
    }

    private HttpReply accepted(String type) {
        return api.call("POST", "/todo", Map.of(), Map.of("accept", List.of(type)), new byte[0]);
    }

    /** As tried on AWS: test_aws_proxy_binary_response of LocalStack's suite for API Gateway. */
    @Test
    void aBinaryTypeOfAllKindsIsNone() {
        api.close();
        api = new ApiFixture(", 'BinaryMediaTypes': ['image/png', '*/test']", "");
        api.answers("{'statusCode': 200, 'isBase64Encoded': true, 'body': 'YQ=='}");
        for (String type : List.of("*/test", "random/test", "image/*", "*/*", "image/jpg")) {
            assertThat(text(accepted(type))).as(type).isEqualTo("YQ==");
        }
        assertThat(text(accepted("image/png"))).isEqualTo("a");
    }

    @Test
    void aMethodIsServedOnlyOnceItIsDeployed() {
        api.method(api.todo, "GET", "");
        assertThat(api.call("GET", "/todo").status()).isEqualTo(403);
        new ApiTypes(api.apiGateway).stage().update(api.stageDeclaration(api.deployment(), ""), null);
        assertThat(api.call("GET", "/todo").status()).isEqualTo(200);
    }
}
