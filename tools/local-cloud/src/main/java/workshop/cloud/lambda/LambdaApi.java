package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.lambda.Invocation.Result;

/**
 * Lambda's own API, as far as one looks around and invokes with it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">Lambda API</a>
 */
public record LambdaApi(Lambda lambda, Iam iam) implements Service {
    private static final int MAX_PAYLOAD = 6 << 20;
    private static final int MAX_TAIL = 4096;

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            return route(caller, request);
        } catch (AwsError e) {
            ObjectNode body = Json.object().put("Type", "User").put("Message", e.getMessage());
            return HttpReply.json(e.status(), body).withHeader("x-amzn-ErrorType", e.code());
        }
    }

    private HttpReply route(Caller caller, HttpRequest request) {
        String path = URLDecoder.decode(request.path(), StandardCharsets.UTF_8).replaceFirst("/$", "");
        String[] parts = path.split("/");
        String what = parts.length > 2 ? parts[2] : "";
        String name = parts.length > 3 ? Lambda.name(parts[3]) : "";
        String call = request.method() + " " + what + (parts.length > 3 ? "/x" : "")
                + (parts.length > 4 ? "/" + parts[4] : "");
        return switch (call) {
            case "POST functions/x/invocations" -> invoke(caller, name, request);
            case "GET functions" -> allowed(caller, "ListFunctions", "*", functions());
            case "GET functions/x" -> allowed(caller, "GetFunction", name, function(name));
            case "GET functions/x/configuration" ->
                allowed(caller, "GetFunctionConfiguration", name, configuration(lambda.function(name)));
            case "GET functions/x/policy" -> allowed(caller, "GetPolicy", name, policy(name));
            case "GET functions/x/event-invoke-config" ->
                allowed(caller, "GetFunctionEventInvokeConfig", name, eventInvokeConfig(name));
            case "GET event-source-mappings" -> allowed(caller, "ListEventSourceMappings", "*", mappings());
            case "GET event-source-mappings/x" -> allowed(caller, "GetEventSourceMapping", "*", mapping(name));
            default -> throw AwsError.notHere("the Lambda API call " + request.method() + " " + path);
        };
    }

    private HttpReply allowed(Caller caller, String action, String function, JsonNode answer) {
        iam.authorize(caller, "lambda:" + action, function.equals("*") ? "*" : arn(function));
        return HttpReply.json(200, answer);
    }

    private String arn(String function) {
        return lambda.names().arn("lambda", "function:" + function);
    }

    private HttpReply invoke(Caller caller, String name, HttpRequest request) {
        iam.authorize(caller, "lambda:InvokeFunction", arn(name));
        LambdaFunction function = lambda.function(name);
        if (request.body().length > MAX_PAYLOAD) {
            throw new AwsError(413, "RequestTooLargeException", request.body().length + " byte payload is too large");
        }
        byte[] payload = request.body().length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : request.body();
        String type = request.header("X-Amz-Invocation-Type").orElse("RequestResponse");
        return switch (type) {
            case "DryRun" -> HttpReply.empty(204);
            case "Event" -> {
                lambda.enqueue(function, new String(payload, StandardCharsets.UTF_8), caller.arn());
                yield HttpReply.empty(202);
            }
            case "RequestResponse" ->
                reply(
                        lambda.run(function, Invocation.of(payload), caller.arn()),
                        request.header("X-Amz-Log-Type").orElse("").equals("Tail"));
            default -> throw new AwsError(400, "InvalidParameterValueException", "No invocation type " + type);
        };
    }

    private static HttpReply reply(Result result, boolean withTail) {
        HttpReply reply = new HttpReply(200, Map.of("Content-Type", "application/json"), result.payload())
                .withHeader("X-Amz-Executed-Version", "$LATEST");
        if (result.failed()) {
            reply = reply.withHeader("X-Amz-Function-Error", result.functionError());
        }
        if (!withTail) {
            return reply;
        }
        String log = result.logTail();
        String tail = log.substring(Math.max(0, log.length() - MAX_TAIL));
        return reply.withHeader(
                "X-Amz-Log-Result", Base64.getEncoder().encodeToString(tail.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode functions() {
        ArrayNode all = Json.array();
        lambda.functions().values().forEach(environments -> all.add(configuration(environments.function())));
        return Json.object().set("Functions", all);
    }

    private JsonNode function(String name) {
        LambdaFunction function = lambda.function(name);
        ObjectNode answer = Json.object();
        answer.set("Configuration", configuration(function));
        answer.set(
                "Code",
                Json.object()
                        .put("RepositoryType", "S3")
                        .put("Location", function.code().toUri().toString()));
        return answer;
    }

    private ObjectNode configuration(LambdaFunction function) {
        ObjectNode answer = Json.object()
                .put("FunctionName", function.name())
                .put("FunctionArn", function.arn())
                .put("Runtime", function.runtime())
                .put("Role", function.roleArn())
                .put("Handler", function.handler())
                .put("CodeSha256", function.codeHash())
                .put("Timeout", function.timeout().toSeconds())
                .put("MemorySize", function.memory())
                .put("Version", "$LATEST")
                .put("State", "Active")
                .put("LastUpdateStatus", "Successful");
        ObjectNode variables = Json.object();
        function.environment().forEach(variables::put);
        answer.set("Environment", Json.object().set("Variables", variables));
        answer.set("LoggingConfig", Json.object().put("LogFormat", "Text").put("LogGroup", function.logGroup()));
        return answer;
    }

    private JsonNode policy(String name) {
        ArrayNode statements = Json.array();
        lambda.permissions(lambda.function(name).name())
                .values()
                .forEach(policy -> statements.add(policy.document().path("Statement")));
        if (statements.isEmpty()) {
            throw AwsError.notFound("The resource you requested does not exist.");
        }
        ObjectNode policy = Json.object().put("Version", "2012-10-17").put("Id", "default");
        return Json.object().put("Policy", Json.write(policy.set("Statement", statements)));
    }

    private JsonNode eventInvokeConfig(String name) {
        AsyncInvoker.EventInvokeConfig config =
                lambda.async().config(lambda.function(name).name());
        ObjectNode destinations = Json.object();
        destinations.set("OnSuccess", destination(config.onSuccess()));
        destinations.set("OnFailure", destination(config.onFailure()));
        ObjectNode answer = Json.object()
                .put("FunctionArn", arn(name) + ":$LATEST")
                .put("MaximumRetryAttempts", config.retries())
                .put("MaximumEventAgeInSeconds", config.maximumAge().toSeconds());
        return answer.set("DestinationConfig", destinations);
    }

    private static ObjectNode destination(String arn) {
        return arn == null ? Json.object() : Json.object().put("Destination", arn);
    }

    private JsonNode mappings() {
        ArrayNode all = Json.array();
        lambda.mappings().keySet().forEach(id -> all.add(mapping(id)));
        return Json.object().set("EventSourceMappings", all);
    }

    private JsonNode mapping(String id) {
        EventSourceMapping mapping = lambda.mappings().get(id);
        if (mapping == null) {
            throw AwsError.notFound("The resource you requested does not exist.");
        }
        EventSourceMapping.Settings settings = mapping.settings();
        ObjectNode answer = Json.object()
                .put("UUID", id)
                .put("EventSourceArn", settings.streamArn())
                .put("FunctionArn", arn(settings.function()))
                .put("State", "Enabled")
                .put("BatchSize", settings.batchSize())
                .put("MaximumBatchingWindowInSeconds", settings.window().toSeconds())
                .put("StartingPosition", settings.latest() ? "LATEST" : "TRIM_HORIZON")
                .put("BisectBatchOnFunctionError", settings.bisect())
                .put("MaximumRetryAttempts", settings.retries())
                .put(
                        "MaximumRecordAgeInSeconds",
                        settings.maximumAge() == null
                                ? -1
                                : settings.maximumAge().toSeconds());
        ArrayNode types = answer.putArray("FunctionResponseTypes");
        if (settings.partialResponses()) {
            types.add("ReportBatchItemFailures");
        }
        answer.set("DestinationConfig", Json.object().set("OnFailure", destination(settings.onFailure())));
        return answer;
    }
}
