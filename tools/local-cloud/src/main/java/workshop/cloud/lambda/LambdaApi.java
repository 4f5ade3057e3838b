package workshop.cloud.lambda;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.gateway.RestJson;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Policy;
import workshop.cloud.lambda.Invocation.Result;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * Lambda's own API, as far as one looks around and invokes with it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">Lambda API</a>
 */
public record LambdaApi(Lambda lambda) {
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String FUNCTION = FUNCTIONS + "/{FunctionName}";
    private static final String CONFIG = "/2019-09-25/functions/{FunctionName}/event-invoke-config";
    private static final String MAPPINGS = "/2015-03-31/event-source-mappings";

    /** What headers say of an invocation. */
    private static final Map<String, String> HEADERS = Map.of(
            "x-amz-invocation-type", "InvocationType",
            "x-amz-log-type", "LogType",
            "x-amz-function-error", "FunctionError",
            "x-amz-log-result", "LogResult",
            "x-amz-executed-version", "ExecutedVersion",
            "x-amzn-RequestId", HttpReply.REQUEST_ID);

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Quotas</a> */
    private static final int MAX_PAYLOAD = 6 << 20;

    private static final int MAX_EVENT = 1 << 20;
    static final int MAX_TAIL = 4096;

    private static final Member NAME = required("FunctionName", Shape.text(1, 256, FunctionName.PATTERN));
    private static final Member QUALIFIER =
            optional("Qualifier", Shape.text(1, 128, "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"));
    private static final Members QUALIFIED = Members.of(NAME, QUALIFIER);
    private static final Members UUID = Members.of(required("UUID", Shape.text()));
    private static final Members PAGE =
            Members.of(optional("Marker", Shape.text()), optional("MaxItems", Shape.whole(1, 10_000)));

    public static RestJson of(Lambda lambda, Operations operations) {
        LambdaApi api = new LambdaApi(lambda);
        Members invoke = QUALIFIED.and(
                optional("InvocationType", Shape.oneOf("Event", "RequestResponse", "DryRun")),
                optional("LogType", Shape.oneOf("None", "Tail")),
                optional("Payload", Shape.ANY));
        Members aliases = PAGE.and(NAME, optional("FunctionVersion", FunctionTypes.VERSION));
        Members alias = Members.of(NAME, required("Name", FunctionTypes.ALIAS));
        Members functions = PAGE.and(optional("FunctionVersion", Shape.oneOf("ALL")));
        Members mappings = PAGE.and(
                optional("EventSourceArn", FunctionTypes.ARN),
                optional("FunctionName", Shape.text(1, 256, FunctionName.PATTERN)));
        operations
                .authorizedBy(lambda::authorize)
                .about(api::arn)
                .on("Invoke", "lambda:InvokeFunction", invoke, api::invoke);
        RestJson service = new RestJson(operations)
                .route("POST", FUNCTION + "/invocations", "Invoke", HEADERS)
                .get(FUNCTION, "GetFunction", QUALIFIED, api::function)
                .get(FUNCTION + "/configuration", "GetFunctionConfiguration", QUALIFIED, api::configuration)
                .get(FUNCTION + "/policy", "GetPolicy", QUALIFIED, api::policy)
                .get(FUNCTION + "/versions", "ListVersionsByFunction", PAGE.and(NAME), api::versions)
                .get(FUNCTION + "/aliases", "ListAliases", aliases, api::aliases)
                .get(FUNCTION + "/aliases/{Name}", "GetAlias", alias, api::alias)
                .get(CONFIG, "GetFunctionEventInvokeConfig", QUALIFIED, api::config);
        operations.aboutAll();
        return service.get(FUNCTIONS, "ListFunctions", functions, api::list)
                .get(MAPPINGS, "ListEventSourceMappings", mappings, api::mappings)
                .get(MAPPINGS + "/{UUID}", "GetEventSourceMapping", UUID, api::mapping);
    }

    private FunctionName name(JsonNode input) {
        return FunctionName.parse(input.path("FunctionName").asText())
                .with(input.path("Qualifier").asText(null));
    }

    private String arn(JsonNode input) {
        return name(input).arn();
    }

    private JsonNode invoke(Caller caller, ObjectNode input) {
        FunctionName name = name(input);
        Environments environments = lambda.environments(new FunctionName(name.name(), name.qualifierOrLatest()));
        String type = input.path("InvocationType").asText("RequestResponse");
        String payload = payload(input, type);
        return switch (type) {
            case "DryRun" -> Json.object().put("StatusCode", 204);
            case "Event" -> {
                Delivery delivery = new Delivery(
                        new Sender(caller, caller.arn()), payload, Map.of(), List.of(), caller.traceHeader());
                String requestId = lambda.enqueue(name, delivery, caller.causes());
                yield Json.object().put("StatusCode", 202).put(HttpReply.REQUEST_ID, requestId);
            }
            default -> {
                Invocation invocation = Invocation.of(name.arn(), payload, caller.traceHeader());
                Result result = lambda.run(environments, invocation, caller.arn(), caller.causes());
                yield answer(environments, result, input).put(HttpReply.REQUEST_ID, invocation.requestId());
            }
        };
    }

    private static String payload(ObjectNode input, String type) {
        try {
            byte[] payload = input.path("Payload").binaryValue();
            if (payload.length > MAX_PAYLOAD) {
                throw tooLarge(
                        "Request must be smaller than " + MAX_PAYLOAD + " bytes for the InvokeFunction operation");
            }
            if (type.equals("Event") && payload.length > MAX_EVENT) {
                throw tooLarge(payload.length + " byte payload is too large for the Event invocation type (limit "
                        + MAX_EVENT + " bytes)");
            }
            if (payload.length == 0) {
                return "{}";
            }
            if (Json.MAPPER.readTree(payload).isMissingNode()) {
                throw noJson("No content to map due to end-of-input");
            }
            return new String(payload, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw noJson(e.getMessage());
        }
    }

    private static AwsError noJson(String why) {
        return Lambda.refused(
                400,
                "InvalidRequestContentException",
                "Could not parse request body into json: Could not parse payload into json: " + why);
    }

    private static AwsError tooLarge(String message) {
        return new AwsError(413, "RequestEntityTooLargeException", message);
    }

    private static ObjectNode answer(Environments environments, Result result, ObjectNode input) {
        ObjectNode answer = Json.object()
                .put("StatusCode", 200)
                .put("ExecutedVersion", environments.function.version())
                .put("Payload", result.payload())
                .put("FunctionError", result.functionError());
        if (input.path("LogType").asText().equals("Tail")) {
            byte[] log = result.logTail().getBytes(StandardCharsets.UTF_8);
            byte[] tail = Arrays.copyOfRange(log, Math.max(0, log.length - MAX_TAIL), log.length);
            answer.put("LogResult", Base64.getEncoder().encodeToString(tail));
        }
        return answer;
    }

    /** @param most so many at a time, though the request's MaxItems says more */
    private static <T> JsonNode page(
            ObjectNode input, String field, int most, List<T> all, Function<T, JsonNode> shown) {
        int asked = Math.min(input.path("MaxItems").asInt(most), most);
        return Page.of(all, input.path("Marker"), asked, Lambda.invalid("Invalid Marker."))
                .json(field, shown, "NextMarker");
    }

    private JsonNode list(ObjectNode input) {
        boolean versions = input.has("FunctionVersion");
        List<LambdaFunction> all = lambda.functions.values().stream()
                .flatMap(function -> versions ? function.versions().stream() : Stream.of(function.function()))
                .toList();
        return page(input, "Functions", 50, all, function -> listed(function, versions));
    }

    private JsonNode versions(ObjectNode input) {
        List<LambdaFunction> all = lambda.deployed(name(input).name()).versions();
        return page(input, "Versions", 50, all, function -> listed(function, true));
    }

    /** Without its state, which only who asks for one function learns. */
    private static ObjectNode listed(LambdaFunction function, boolean versions) {
        return function.json(function.arn() + (versions ? ":" + function.version() : ""))
                .remove(List.of("State", "LastUpdateStatus"));
    }

    private JsonNode function(ObjectNode input) {
        LambdaFunction function = lambda.environments(name(input)).function;
        ObjectNode answer = Json.object();
        answer.set("Configuration", configuration(input));
        answer.putObject("Code")
                .put("RepositoryType", "S3")
                .put("Location", function.code().toUri().toString());
        if (function.version().equals(FunctionName.LATEST) && function.reservedConcurrency() >= 0) {
            answer.putObject("Concurrency").put("ReservedConcurrentExecutions", function.reservedConcurrency());
        }
        return answer;
    }

    private JsonNode configuration(ObjectNode input) {
        return lambda.environments(name(input)).function.json(arn(input));
    }

    private JsonNode policy(ObjectNode input) {
        Collection<Policy> policies = lambda.policies(name(input));
        if (policies.isEmpty()) {
            throw Lambda.notFound("The resource you requested does not exist.");
        }
        String text = Policy.text("default", policies);
        return Json.object().put("Policy", text).put("RevisionId", LambdaFunction.revision(text));
    }

    private JsonNode aliases(ObjectNode input) {
        String function = name(input).name();
        List<Alias> all = lambda.deployed(function).aliases.values().stream()
                .filter(alias ->
                        input.path("FunctionVersion").asText(alias.version()).equals(alias.version()))
                .toList();
        return page(input, "Aliases", 50, all, alias -> shown(new FunctionName(function, alias.name())));
    }

    private JsonNode alias(ObjectNode input) {
        return shown(new FunctionName(name(input).name(), input.path("Name").asText()));
    }

    private JsonNode shown(FunctionName alias) {
        return lambda.alias(alias).json(alias.arn());
    }

    private JsonNode config(ObjectNode input) {
        FunctionName name = name(input);
        String arn = new FunctionName(name.name(), name.qualifierOrLatest()).arn();
        return lambda.find(name.name())
                .map(function -> function.configs.get(name.qualifierOrLatest()))
                .map(config -> config.json(arn))
                .orElseThrow(() -> Lambda.notFound("The function " + arn + " doesn't have an EventInvokeConfig"));
    }

    private JsonNode mapping(ObjectNode input) {
        return lambda.mappings.get(input.path("UUID").asText()).json();
    }

    private JsonNode mappings(ObjectNode input) {
        FunctionName function = input.has("FunctionName") ? name(input) : null;
        String source = input.path("EventSourceArn").asText(null);
        List<EventSourceMapping> all = lambda.mappings.byId.values().stream()
                .filter(mapping ->
                        source == null || source.equals(mapping.definition().source()))
                .filter(mapping ->
                        function == null || function.equals(mapping.definition().function()))
                .toList();
        return page(input, "EventSourceMappings", 100, all, mapping -> mapping.json());
    }
}
