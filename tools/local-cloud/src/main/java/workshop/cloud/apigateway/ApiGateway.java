package workshop.cloud.apigateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.lambda.Lambda.Answer;
import workshop.cloud.trace.Trace;

/** The account's REST APIs, as their clients see them: {@code /_api/{restApiId}/{stage}/{path}}. */
public final class ApiGateway implements Service, AutoCloseable {
    public static final String PREFIX = "_api";

    private static final String REQUEST = "apigateway:Request";
    private static final String RESPONSE = "apigateway:Response";
    private static final int MAX_REQUEST = 10 << 20;
    private static final int MAX_EVENT = 6 << 20;

    private final Trace trace;
    private final BiFunction<String, Delivery, Answer> functions;
    final Map<String, RestApi> apis = new ConcurrentSkipListMap<>();
    private final ExecutorService waiting = Executors.newCachedThreadPool(Daemon.named("api-integration"));

    /** @param functions invokes a function by its ARN, which is {@code lambda::invoke} */
    public ApiGateway(Platform platform, BiFunction<String, Delivery, Answer> functions) {
        this.trace = platform.trace();
        this.functions = functions;
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String requestId = UUID.randomUUID().toString();
        String beforeStage = "^/" + PREFIX + "/([^/]+)/+";
        String[] parts = request.path()
                .replaceFirst(beforeStage, "/" + PREFIX + "/$1/")
                .split("/", 5); // "", "_api", api, stage, rest
        RestApi api = parts.length > 2 ? apis.get(parts[2]) : null;
        Stage stage = api != null && parts.length > 3 ? api.stages().get(parts[3]) : null;
        if (stage == null) {
            return refusal(403, "ForbiddenException", "Forbidden");
        }
        String path = "/" + (parts.length > 4 ? parts[4] : "");
        String arn = Arn.inRegion("execute-api", api.id() + "/" + stage.name() + "/" + request.method() + path);
        String call = request.method() + " " + path;
        long hop = trace.hop(List.of(), REQUEST, "127.0.0.1", arn, "started", request.text(), Map.of("request", call));
        HttpReply reply = stage(api, stage, path, request, requestId, List.of(hop))
                .withHeader("x-amzn-RequestId", requestId)
                .withHeader("x-amz-apigw-id", ProxyEvent.extendedId(requestId));
        String answer = new String(reply.body(), StandardCharsets.UTF_8);
        String status = String.valueOf(reply.status());
        trace.hop(List.of(hop), RESPONSE, arn, "127.0.0.1", status, answer, Map.of("request", call));
        return reply;
    }

    private HttpReply stage(
            RestApi api, Stage stage, String path, HttpRequest request, String requestId, List<Long> causes) {
        if (request.body().length > MAX_REQUEST) { // whatever is asked for
            return HttpReply.of(413, "text/plain", "HTTP content length exceeded " + MAX_REQUEST + " bytes.");
        }
        Optional<Route.Match> match =
                Route.find(api.deployments().getOrDefault(stage.deploymentId(), List.of()), request.method(), path);
        if (match.isEmpty()) {
            return refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Route route = match.get().route();
        if (!stage.allows(route)) {
            return refusal(429, "TooManyRequestsException", "Too Many Requests");
        }
        String traceId = ProxyEvent.traceId(request, requestId);
        String payload = Json.write(new ProxyEvent(api, stage, match.get(), request, path, requestId, traceId).json());
        if (payload.length() > MAX_EVENT) {
            return refusal(413, "RequestTooLargeException", "Request Too Long");
        }
        String parent = ";Parent=" + requestId.replace("-", "").substring(16) + ";Sampled=0";
        String answered = traceId.contains("Parent=") ? traceId : traceId + parent;
        String source =
                Arn.inRegion("execute-api", api.id() + "/" + stage.name() + "/" + request.method() + route.path());
        Delivery delivery =
                new Delivery(Sender.service("apigateway.amazonaws.com", source), payload, Map.of(), causes, traceId);
        return route.method().integrationMethod().equals("POST") // as Lambda's Invoke wants it
                ? invoke(api, route, delivery, request).withHeader("X-Amzn-Trace-Id", answered)
                : refusal(500, "InternalServerErrorException", "Internal server error");
    }

    private HttpReply invoke(RestApi api, Route route, Delivery delivery, HttpRequest request) {
        Future<Answer> running =
                waiting.submit(() -> functions.apply(route.method().functionArn(), delivery));
        try {
            return Optional.of(running.get(route.method().timeoutMillis(), TimeUnit.MILLISECONDS))
                    .filter(answer -> answer.functionError() == null)
                    .flatMap(answer -> ProxyAnswer.of(
                            answer.payload(), api, request.header("Accept").orElse("*/*")))
                    .orElseGet(() -> refusal(502, "InternalServerErrorException", "Internal server error"));
        } catch (TimeoutException e) {
            return refusal(504, "InternalServerErrorException", "Endpoint request timed out");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AwsError error) {
                String why = error.code() + ": " + error.getMessage();
                String to = route.method().functionArn();
                trace.hop(delivery.causes(), "lambda:Invoke", delivery.sourceArn(), to, why, delivery.payload());
                return refusal(500, "InternalServerErrorException", "Internal server error");
            }
            throw new IllegalStateException("Can't invoke " + route.method().functionArn(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusal(503, "ServiceUnavailableException", "Service Unavailable");
        }
    }

    static HttpReply refusal(int status, String type, String message) {
        return HttpReply.json(status, Json.object().put("message", message)).withHeader("x-amzn-ErrorType", type);
    }

    RestApi api(String id) {
        return Optional.ofNullable(apis.get(id))
                .orElseThrow(() -> new AwsError(
                        404, "NotFoundException", "Invalid API identifier specified " + Options.ACCOUNT_ID + ":" + id));
    }

    /** A new id as API Gateway makes them: lower-case letters and digits. */
    static String newId(int length) {
        return ThreadLocalRandom.current()
                .ints(length, 0, 36)
                .mapToObj(digit -> Integer.toString(digit, 36))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        waiting.shutdownNow();
    }
}
