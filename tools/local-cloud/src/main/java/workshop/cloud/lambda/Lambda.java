package workshop.cloud.lambda;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Platform;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;
import workshop.cloud.delivery.Target;
import workshop.cloud.dynamodb.Streams;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Credentials;
import workshop.cloud.iam.Policy;
import workshop.cloud.lambda.Invocation.Result;
import workshop.cloud.logs.Logs;
import workshop.cloud.sqs.Sqs;
import workshop.cloud.trace.Trace;

/** The account's functions: who may invoke them, and how an invocation runs. */
public final class Lambda implements Target, AutoCloseable {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    final Platform platform;
    final Trace trace;
    private final Logs logs;
    final Map<String, DeployedFunction> functions = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicInteger> published = new ConcurrentHashMap<>();
    final EventSourceMappings mappings;

    /** By their access keys; those of an earlier state of a function, too, which finish what they do. */
    private final Map<String, ExecutionEnvironment> processes = new ConcurrentHashMap<>();

    private final ProactiveInitialization initialization = new ProactiveInitialization();
    private final RuntimeApi runtimeApi = new RuntimeApi(id -> Optional.ofNullable(processes.get(id)));

    public Lambda(Platform platform, Logs logs, Streams streams, Sqs queues) {
        this.platform = platform;
        this.trace = platform.trace();
        this.logs = logs;
        this.mappings = new EventSourceMappings(this, streams, queues);
        // What the caller was doing ends as a crash does.
        platform.faults()
                .onKill(caller ->
                        Optional.ofNullable(processes.get(caller.accessKeyId())).ifPresent(ExecutionEnvironment::kill));
    }

    static AwsError invalid(String message) {
        return refused(400, "InvalidParameterValueException", message);
    }

    /** Throws InvalidParameterValueException if that is so. */
    static void refuse(boolean when, String message) {
        if (when) {
            throw invalid(message);
        }
    }

    static AwsError conflict(String message) {
        return refused(409, "ResourceConflictException", message);
    }

    static AwsError notFound(String message) {
        return refused(404, "ResourceNotFoundException", message);
    }

    static AwsError refused(int status, String code, String message) {
        return new AwsError(status, code, message, Json.object().put("Type", "User"));
    }

    /** A function's answer to a caller that waits for it. */
    public record Answer(String functionError, String payload) {}

    /**
     * Invokes a function on behalf of a service and waits for its answer.
     *
     * @throws AwsError AccessDenied if the function's policy doesn't let the service
     */
    public Answer invoke(String functionArn, Delivery delivery) {
        FunctionName name = FunctionName.parse(functionArn);
        authorize(delivery.sender().caller(), "lambda:InvokeFunction", name.arn());
        Invocation invocation = Invocation.of(name.arn(), delivery.payload(), delivery.traceHeader());
        Result result = run(environments(name), invocation, delivery.sourceArn(), delivery.causes());
        return new Answer(result.functionError(), result.text());
    }

    @Override
    public void deliver(String arn, Delivery delivery, LongSupplier taken) {
        FunctionName name = FunctionName.parse(arn);
        environments(name);
        authorize(delivery.sender().caller(), "lambda:InvokeFunction", name.arn());
        enqueue(name, delivery, List.of(taken.getAsLong()));
        if (platform.faults().strikes("events:Deliver", Effect.TWICE, name.name())) {
            enqueue(name, delivery, List.of(taken.getAsLong()));
        }
    }

    /** Invokes a function, version or alias asynchronously; gives the id of the request. */
    String enqueue(FunctionName name, Delivery event, List<Long> causes) {
        AsyncInvocation invocation = new AsyncInvocation(this, name, event, causes);
        deployed(name.name()).asynchronous.add(invocation);
        return invocation.requestId;
    }

    /** Returns if the caller's policies or those of the function, version or alias allow the action; throws if not. */
    void authorize(Caller caller, String action, String arn) {
        platform.iam().authorize(caller, action, arn, arn.equals("*") ? List.of() : policies(FunctionName.of(arn)));
    }

    /** As whom Lambda acts for a function: with its role. */
    Sender sender(LambdaFunction function) {
        return new Sender(platform.iam().session(function.roleArn(), function.name()), function.arn());
    }

    /** Runs an invocation to its end; throws TooManyRequests beyond the function's reserved concurrency. */
    Result run(Environments environments, Invocation invocation, String source, List<Long> causes) {
        LambdaFunction function = environments.function;
        String payload = invocation.payload();
        // Of a batch it is said which hop brought which record.
        Map<String, Object> details = causes.size() > 1 ? Map.of("records", causes) : Map.of();
        long started = trace.hop(causes, "lambda:Invoke", source, function.arn(), "started", payload, details);
        initialization.enter();
        try {
            Result result = deployed(function.name()).run(environments, invocation.traced(started), fault(function));
            return result.traced(returned(started, source, function, payload, result));
        } catch (AwsError e) {
            Result refused = Result.error(e.code(), e.getMessage());
            returned(started, source, function, payload, refused);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.error("Sandbox.Stopped", "The account is closing");
        } finally {
            initialization.leave();
        }
    }

    private long returned(long started, String source, LambdaFunction function, String payload, Result result) {
        String outcome = result.failed() ? result.text() : "ok";
        String log = result.logTail() + logs.refusal(function.roleArn(), function.logGroup(), logStream(function));
        Map<String, Object> details = Map.of("answer", result.text(), "log", log);
        return trace.hop(List.of(started), "lambda:Return", source, function.arn(), outcome, payload, details);
    }

    private Effect fault(LambdaFunction function) {
        if (platform.faults().strikes("lambda:Invoke", Effect.CRASH, function.name())) {
            return Effect.CRASH;
        }
        return platform.faults().strikes("lambda:Invoke", Effect.TIMEOUT, function.name()) ? Effect.TIMEOUT : null;
    }

    /** Deploys a function, or a new state of it whose processes take over. */
    void deploy(LambdaFunction function) {
        Environments environments = environmentsOf(function);
        AtomicInteger number = published.computeIfAbsent(function.name(), name -> new AtomicInteger());
        DeployedFunction made =
                new DeployedFunction(environments, number, platform.options().retryUnit());
        DeployedFunction existing = functions.putIfAbsent(function.name(), made);
        if (existing != null) {
            existing.deploy(environments);
        }
        initialization.add(environments);
    }

    /** Makes a version of the function as it is now; returns its number. */
    String publish(String name, String codeHash, String description) {
        DeployedFunction deployed = deployed(name);
        LambdaFunction function = deployed.function();
        refuse(
                codeHash != null && !codeHash.equals(function.codeHash()),
                "CodeSHA256 (" + codeHash
                        + ") is different from current CodeSHA256 in $LATEST (" + function.codeHash()
                        + "). Please try again with the CodeSHA256 in $LATEST.");
        String number = String.valueOf(deployed.nextVersion());
        String its = description == null ? function.description() : description;
        deployed.publish(environmentsOf(function.as(number, its)));
        return number;
    }

    void remove(String name) {
        Optional.ofNullable(functions.remove(name)).ifPresent(Lambda::end);
    }

    private static void end(DeployedFunction function) {
        function.asynchronous.close(); // first, or what waits in it would start another process
        function.everywhere().forEach(environments -> {
            environments.close();
            environments.kill();
        });
    }

    private Environments environmentsOf(LambdaFunction function) {
        return new Environments(
                function, () -> start(function), () -> everywhere().anyMatch(Environments::isWarmingUp));
    }

    private Stream<Environments> everywhere() {
        return functions.values().stream().flatMap(function -> function.everywhere().stream());
    }

    private ExecutionEnvironment start(LambdaFunction function) {
        Credentials credentials = platform.iam().assume(function.roleArn(), function.name());
        String stream = logStream(function) + UUID.randomUUID().toString().replace("-", "");
        boolean debugged = platform.options().debug().filter(function::isCalled).isPresent();
        ExecutionEnvironment environment = new ExecutionEnvironment(
                function,
                debugged,
                line -> logs.write(function.roleArn(), function.logGroup(), stream, line),
                hop -> platform.iam().works(credentials.accessKeyId(), hop),
                () -> end(credentials));
        processes.put(credentials.accessKeyId(), environment);
        String api = runtimeApi.address(credentials.accessKeyId());
        FunctionEnvironment variables =
                new FunctionEnvironment(function, credentials, platform.endpoint(), api, stream);
        try {
            environment.start(variables.variables());
            return environment;
        } catch (AwsError e) {
            end(credentials);
            report(function, e.getMessage());
            throw e;
        }
    }

    private static String logStream(LambdaFunction function) {
        return DAY.format(LocalDate.now(ZoneOffset.UTC)) + "/[" + function.version() + "]";
    }

    private void end(Credentials credentials) {
        platform.iam().end(credentials);
        processes.remove(credentials.accessKeyId());
    }

    /** Where the function, version or alias runs; throws ResourceNotFound. */
    Environments environments(FunctionName name) {
        return find(name.name())
                .map(function -> function.environments(name.qualifierOrLatest()))
                .orElseThrow(() -> notFound("Function not found: " + name.arn()));
    }

    DeployedFunction deployed(String name) {
        environments(new FunctionName(name, null));
        return functions.get(name);
    }

    /** Throws ResourceNotFound if there is no such alias. */
    Alias alias(FunctionName name) {
        return Optional.ofNullable(deployed(name.name()).aliases.get(name.qualifier()))
                .orElseThrow(() -> notFound("Cannot find alias arn: " + name.arn()));
    }

    Optional<DeployedFunction> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** The concurrency that is reserved for all functions but one. */
    int reservedBut(String name) {
        return functions.values().stream()
                .filter(function -> !function.function().name().equals(name))
                .mapToInt(function -> Math.max(0, function.function().reservedConcurrency()))
                .sum();
    }

    Collection<Policy> policies(FunctionName name) {
        return find(name.name())
                .map(function -> function.policies(name.qualifierOrLatest()))
                .orElse(List.of());
    }

    public Set<String> functionNames() {
        return Set.copyOf(functions.keySet());
    }

    /** Writes to a function's log what went wrong on its behalf outside of it. */
    void report(LambdaFunction function, String message) {
        logs.put(function.logGroup(), "lambda", System.currentTimeMillis(), message);
    }

    public boolean isQuiet() {
        return functions.values().stream().allMatch(function -> function.asynchronous.isQuiet()) && mappings.isQuiet();
    }

    @Override
    public void close() {
        initialization.close();
        functions.values().forEach(Lambda::end);
        mappings.close();
        runtimeApi.close();
    }
}
