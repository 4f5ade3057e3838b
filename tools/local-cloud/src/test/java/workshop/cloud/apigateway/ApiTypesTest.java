package workshop.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;

class ApiTypesTest {
    private final ApiFixture api = ApiFixture.plain();

    @AfterEach
    void close() {
        api.close();
    }

    private JsonNode read(String path) {
        HttpReply reply = new ApiGatewayApi(api.apiGateway, api.iam)
                .handle(api.iam.owner(), new HttpRequest("GET", path, Map.of(), Map.of(), new byte[0]));
        return Json.read(new String(reply.body(), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotEmulatedIsAClearError() {
        String ids = "'RestApiId': '" + api.api.ref() + "', 'ResourceId': '" + api.todo.ref() + "', ";
        MethodType methods = new MethodType(api.apiGateway);
        assertThatThrownBy(() ->
                        ApiFixture.create(methods, ids + "'HttpMethod': 'OPTIONS', 'Integration': {'Type': 'MOCK'}"))
                .hasMessageContaining("MOCK");
        assertThatThrownBy(
                        () -> ApiFixture.create(methods, ids + "'HttpMethod': 'GET', 'AuthorizationType': 'AWS_IAM'"))
                .hasMessageContaining("AWS_IAM");
    }

    @Test
    void aMethodThatIsDeletedIsGoneFromTheNextDeployment() {
        Physical method = api.method(api.todo, "GET", "");
        new MethodType(api.apiGateway).delete(method);
        new MethodType(api.apiGateway).delete(method);
        new StageType(api.apiGateway).update(api.stageDeclaration(api.deployment(), ""), null);
        assertThat(api.call("GET", "/todo").status()).isEqualTo(403);
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
    }

    @Test
    void anUpdatedApiKeepsItsRoutes() {
        new RestApiType(api.apiGateway).update(ApiFixture.declaration("'Name': 'New'"), api.api);
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
        assertThat(read("/restapis/" + api.api.ref()).path("name").asText()).isEqualTo("New");
    }

    @Test
    void anApiThatIsDeletedAnswersNoMore() {
        new RestApiType(api.apiGateway).delete(api.api);
        assertThat(api.call("POST", "/todo").status()).isEqualTo(403);
    }

    @Test
    void itsApiShowsWhatThereIs() {
        assertThat(read("/restapis").path("item").path(0).path("name").asText()).isEqualTo("Todos");
        assertThat(read("/restapis/" + api.api.ref() + "/resources")
                        .path("item")
                        .findValuesAsText("path"))
                .containsExactlyInAnyOrder("/", "/todo", "/todo/{todoId}", "/files", "/files/{proxy+}");
        assertThat(read("/restapis/" + api.api.ref() + "/stages").path("item").findValuesAsText("stageName"))
                .containsExactly("prod");
        assertThat(read("/restapis/nope").path("message").asText()).contains("nope");
        assertThat(read("/usageplans").path("message").asText()).contains("/usageplans");
    }

    @Test
    void aThrottleFillsAtItsRateUpToItsBurst() {
        AtomicLong nanos = new AtomicLong();
        Throttle throttle = new Throttle(10, 2, nanos::get);
        assertThat(throttle.allows() && throttle.allows()).isTrue();
        assertThat(throttle.allows()).isFalse();
        nanos.addAndGet(100_000_000);
        assertThat(throttle.allows()).isTrue();
        assertThat(throttle.allows()).isFalse();
        nanos.addAndGet(60_000_000_000L);
        assertThat(throttle.allows() && throttle.allows()).isTrue();
        assertThat(throttle.allows()).isFalse();
    }
}
