package workshop.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Operations;

class ApiTypesTest {
    @AutoClose
    private final ApiFixture api = ApiFixture.plain();

    private JsonNode read(String path) {
        return read(path, Map.of());
    }

    private JsonNode read(String path, Map<String, List<String>> query) {
        HttpReply reply = new ApiGatewayApi(api.apiGateway)
                .of(new Operations("apigateway", api.iam, new Faults()))
                .handle(api.iam.owner(), new HttpRequest("GET", path, query, Map.of(), new byte[0]));
        return Json.read(new String(reply.body(), StandardCharsets.UTF_8));
    }

    @Test
    void aMethodThatIsDeletedIsGoneFromTheNextDeployment() {
        Physical method = api.method(api.todo, "GET", "");
        new ApiTypes(api.apiGateway).method().delete(method);
        new ApiTypes(api.apiGateway).method().delete(method);
        new ApiTypes(api.apiGateway).stage().update(api.stageDeclaration(api.deployment(), ""), null);
        assertThat(api.call("GET", "/todo").status()).isEqualTo(403);
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
    }

    /** As people report it: https://github.com/hashicorp/terraform-provider-aws/issues/19805. */
    @Test
    void aDeploymentThatAStageServesIsNotDeleted() {
        ResourceType deployments = new ApiTypes(api.apiGateway).deployment();
        Physical next = api.deployment();
        new ApiTypes(api.apiGateway).stage().update(api.stageDeclaration(next, ""), null);
        assertThatThrownBy(() -> deployments.delete(next))
                .hasMessage("Active stages pointing to this deployment must be moved or deleted");
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);

        new ApiTypes(api.apiGateway).stage().update(api.stageDeclaration(api.deployment(), ""), null);
        deployments.delete(next);
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html">CreateResource</a> */
    @Test
    void aPathPartThatAwsDoesNotTakeBesideOthersIsRefused() {
        String root = api.api.attributes().get("RootResourceId");
        assertThatThrownBy(() -> api.path(root, "todo"))
                .hasMessage("Another resource with the same parent already has this name: todo");
        assertThatThrownBy(() -> api.path(api.todo.ref(), "{id}"))
                .hasMessage("A sibling ({todoId}) of this resource already has a variable path part -- only one is"
                        + " allowed");
        Physical greedy = api.path(root, "{rest+}");
        assertThatThrownBy(() -> api.path(greedy.ref(), "below"))
                .hasMessage("Cannot create a child of a resource with a greedy path variable: {rest+}");
        assertThatThrownBy(() -> api.method(api.todo, "POST", ""))
                .hasMessage("Method already exists for this resource");
    }

    /** A log group's ARN with {@code :*}, as Fn::GetAtt gives it, deploys on AWS as well. */
    @Test
    void anAccessLogThatAwsTakesIsShown() {
        String group = "arn:aws:logs:us-east-1:000000000000:log-group:Access:*";
        String format = "{\\\"id\\\": \\\"${context.extendedRequestId}\\\"}\\n";
        new ApiTypes(api.apiGateway)
                .stage()
                .update(
                        api.stageDeclaration(
                                api.deployment(),
                                ", 'AccessLogSetting': {'DestinationArn': '" + group + "', 'Format': '" + format
                                        + "'}"),
                        null);
        JsonNode shown = read("/restapis/" + api.api.ref() + "/stages").at("/item/0/accessLogSettings");
        assertThat(shown.path("destinationArn").asText()).isEqualTo(group);
        assertThat(shown.path("format").asText()).contains("extendedRequestId");
    }

    @Test
    void anUpdatedApiKeepsItsRoutes() {
        new ApiTypes(api.apiGateway).api().update(ApiFixture.declaration("'Name': 'New'"), api.api);
        assertThat(api.call("POST", "/todo").status()).isEqualTo(200);
        assertThat(read("/restapis/" + api.api.ref()).path("name").asText()).isEqualTo("New");
    }

    @Test
    void anApiThatIsDeletedAnswersNoMore() {
        new ApiTypes(api.apiGateway).api().delete(api.api);
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
    void whatItsApiShowsComesInPages() {
        String resources = "/restapis/" + api.api.ref() + "/resources";
        JsonNode first = read(resources, Map.of("limit", List.of("3")));
        JsonNode second = read(
                resources, Map.of("position", List.of(first.path("position").asText())));
        assertThat(first.path("item")).hasSize(3);
        assertThat(second.path("item")).hasSize(2).doesNotContainAnyElementsOf(first.path("item"));
        assertThat(second.has("position")).isFalse();
        assertThat(read(resources, Map.of("limit", List.of("501")))
                        .path("__type")
                        .asText())
                .isEqualTo("BadRequestException");
        assertThat(read(resources, Map.of("embed", List.of("methods")))
                        .path("message")
                        .asText())
                .contains("the parameter embed");
        assertThat(read("/restapis/" + api.api.ref() + "/stages", Map.of("deploymentId", List.of("none")))
                        .path("item"))
                .isEmpty();
    }

    /** Each in AWS's words: https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html. */
    @Test
    void anIntegrationNamesALambdaFunctionAndTheMethodThatCallsIt() {
        String lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + ApiFixture.FUNCTION;
        refusedIntegration("", lambda + "/invocations", "Enumeration value for HttpMethod must be non-empty");
        refusedIntegration("POST", "https://example.com", "Invalid ARN specified in the request");
        refusedIntegration("POST", ApiFixture.FUNCTION, "AWS ARN for integration must contain path or action");
        refusedIntegration(
                "POST",
                "arn:aws:apigateway:us-east-1:s3:path/bucket/key",
                "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream"
                        + " invocations.");
    }

    private void refusedIntegration(String method, String uri, String message) {
        assertThatThrownBy(() -> ApiFixture.create(
                        new ApiTypes(api.apiGateway).method(),
                        "'RestApiId': '" + api.api.ref() + "', 'ResourceId': '" + api.todo.ref()
                                + "', 'HttpMethod': 'PUT', 'AuthorizationType': 'NONE', 'Integration': {'Type': 'AWS_PROXY', 'Uri': '"
                                + uri
                                + "', 'IntegrationHttpMethod': '" + method + "'}"))
                .hasMessage(message);
    }

    /** "This parameter is required"; the words are those of https://github.com/awsdocs/aws-cloudformation-user-guide/pull/483. */
    @Test
    void aMethodSaysThatItIsOpenToAll() {
        String method = "'RestApiId': '" + api.api.ref() + "', 'ResourceId': '" + api.todo.ref()
                + "', 'HttpMethod': 'PUT', 'Integration': {}";
        assertThatThrownBy(() -> ApiFixture.create(new ApiTypes(api.apiGateway).method(), method))
                .hasMessage(
                        "1 validation error detected: Value null at 'putMethodInput.authorizationType' failed to satisfy"
                                + " constraint: Member must not be null");
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

    @Test
    void aStageOfANameThatIsThereAndOneOfNoDeploymentAreRefused() {
        ResourceType stages = new ApiTypes(api.apiGateway).stage();
        assertThatThrownBy(() -> stages.create(api.stageDeclaration(api.deployment(), "")))
                .hasMessage("Stage already exists");
        Physical none = new Physical("none", Map.of());
        assertThatThrownBy(() -> stages.update(api.stageDeclaration(none, ""), null))
                .hasMessage("Invalid Deployment identifier specified");
    }

    @Test
    void anApiWithoutMethodsIsNotDeployed() {
        Physical empty = ApiFixture.create(new ApiTypes(api.apiGateway).api(), "'Name': 'Empty'");
        ResourceType deployments = new ApiTypes(api.apiGateway).deployment();
        assertThatThrownBy(() -> ApiFixture.create(deployments, "'RestApiId': '" + empty.ref() + "'"))
                .hasMessage("The REST API doesn't contain any methods");
    }
}
