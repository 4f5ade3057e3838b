package workshop.cloud.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Names;
import workshop.cloud.Options;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;
import workshop.cloud.delivery.Target;
import workshop.cloud.delivery.Targets;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.faults.Faults;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Credentials;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.Policy;
import workshop.cloud.lambda.ExecutionEnvironment.Mishap;
import workshop.cloud.lambda.Invocation.Result;
import workshop.cloud.logs.Logs;
import workshop.cloud.trace.Trace;

/** The account's functions: who may invoke them, and how an invocation runs. */
public final class Lambda implements Target, AutoCloseable {
    private final Names names;
    private final Options options;
    private final Iam iam;
    private final Faults faults;
    private final Trace trace;
    private final Logs logs;
    private final IntSupplier port;
    private final AsyncInvoker async;
    private final Map<String, Environments> functions = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, Policy>> permissions = new ConcurrentHashMap<>();
    private final Map<String, EventSourceMapping> mappings = new ConcurrentSkipListMap<>();
    private final ExecutorService starters = Executors.newSingleThreadExecutor(Lambda::daemon);

    /** @param port where the account listens, known only once it does */
    public Lambda(
            Names names,
            Options options,
            Iam iam,
            Faults faults,
            Trace trace,
            Logs logs,
            Targets targets,
            IntSupplier port) {
        this.names = names;
        this.options = options;
        this.iam = iam;
        this.faults = faults;
        this.trace = trace;
        this.logs = logs;
        this.port = port;
        this.async = new AsyncInvoker(this, targets, options.retryUnit());
        faults.onKill(this::kill);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "lambda-initialization");
        thread.setDaemon(true);
        return thread;
    }

    /** A function's answer to a caller that waits for it. */
    public record Answer(String functionError, String payload) {}

    /**
     * Invokes a function on behalf of a service and waits for its answer.
     *
     * @throws AwsError AccessDenied if the function's policy doesn't let the service
     */
    public Answer invoke(String functionArn, Delivery delivery) {
        Result result = invokeFor(functionArn, delivery);
        return new Answer(result.functionError(), result.text());
    }

    private Result invokeFor(String functionArn, Delivery delivery) {
        LambdaFunction function = function(functionArn);
        permit(function, delivery);
        return run(function, Invocation.of(delivery.payload().getBytes(StandardCharsets.UTF_8)), delivery.sourceArn());
    }

    @Override
    public void deliver(String arn, Delivery delivery) {
        LambdaFunction function = function(arn);
        permit(function, delivery);
        enqueue(function, delivery.payload(), delivery.sourceArn());
        if (faults.strikes("events:Deliver", Effect.TWICE, function.name())) {
            enqueue(function, delivery.payload(), delivery.sourceArn());
        }
    }

    /** Takes an asynchronous invocation; returns its request id. */
    String enqueue(LambdaFunction function, String payload, String source) {
        String requestId = UUID.randomUUID().toString();
        async.enqueue(function.name(), requestId, payload.getBytes(StandardCharsets.UTF_8), source);
        return requestId;
    }

    private void permit(LambdaFunction function, Delivery delivery) {
        iam.authorize(
                delivery.sender().caller(),
                "lambda:InvokeFunction",
                function.arn(),
                permissions.getOrDefault(function.name(), Map.of()).values());
    }

    /** As whom Lambda acts for a function: with its role. */
    Sender sender(LambdaFunction function) {
        return new Sender(iam.session(function.roleArn(), function.name()), function.arn());
    }

    /** Runs an invocation to its end. */
    Result run(LambdaFunction function, Invocation invocation, String source) {
        Environments environments = environments(function.name());
        trace.hop(
                "lambda:Invoke",
                source,
                function.arn(),
                "started",
                new String(invocation.payload(), StandardCharsets.UTF_8));
        try {
            Result result = environments.run(invocation, mishap(function));
            trace.hop(
                    "lambda:Return",
                    source,
                    function.arn(),
                    result.failed() ? result.text() : "ok",
                    new String(invocation.payload(), StandardCharsets.UTF_8));
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.error("Sandbox.Stopped", "The account is closing");
        }
    }

    private Mishap mishap(LambdaFunction function) {
        if (faults.strikes("lambda:Invoke", Effect.CRASH, function.name())) {
            return Mishap.CRASH;
        }
        return faults.strikes("lambda:Invoke", Effect.TIMEOUT, function.name()) ? Mishap.HANG : Mishap.NONE;
    }

    /** Deploys a function, or a new version of it whose processes take over. */
    void deploy(LambdaFunction function) {
        Environments environments = new Environments(
                function,
                () -> start(function),
                () -> functions.values().stream().anyMatch(Environments::isInitializing));
        Environments before = functions.put(function.name(), environments);
        if (before != null) {
            before.close();
        }
        starters.execute(() -> {
            try {
                environments.initialize();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void remove(String name) {
        Environments removed = functions.remove(name);
        if (removed != null) {
            removed.close();
            removed.kill();
        }
        permissions.remove(name);
        async.forget(name);
    }

    private ExecutionEnvironment start(LambdaFunction function) {
        Credentials credentials = iam.assume(function.roleArn(), function.name());
        String stream = "[$LATEST]" + UUID.randomUUID().toString().replace("-", "");
        boolean debugged = options.debug().filter(function::isCalled).isPresent();
        ExecutionEnvironment environment = new ExecutionEnvironment(
                function,
                credentials.accessKeyId(),
                debugged,
                line -> logs.put(function.logGroup(), stream, System.currentTimeMillis(), line),
                () -> iam.end(credentials));
        environment.start(
                new FunctionEnvironment(
                                function, credentials, names.region(), port.getAsInt(), environment.id(), stream)
                        .variables(),
                debugged ? Options.DEBUG_PORT : 0);
        return environment;
    }

    /** Kills the process that the caller is; what it was doing ends as a crash does. */
    private void kill(Caller caller) {
        functions.values().forEach(environments -> environments.kill(caller.accessKeyId()));
    }

    /** A function by its name, partial ARN or ARN; throws ResourceNotFound. */
    LambdaFunction function(String nameOrArn) {
        return environments(name(nameOrArn)).function();
    }

    Environments environments(String name) {
        Environments environments = functions.get(name);
        if (environments == null) {
            throw AwsError.notFound("Function not found: " + names.arn("lambda", "function:" + name));
        }
        return environments;
    }

    static String name(String nameOrArn) {
        if (!nameOrArn.startsWith("arn:")) {
            return nameOrArn.replaceFirst(":\\$LATEST$", "");
        }
        return Arn.parse(nameOrArn).resource().split(":")[1];
    }

    Optional<ExecutionEnvironment> environment(String id) {
        return functions.values().stream()
                .map(environments -> environments.find(id))
                .filter(found -> found != null)
                .findFirst();
    }

    Map<String, Environments> functions() {
        return functions;
    }

    /** What the functions are called. */
    public Set<String> functionNames() {
        return Set.copyOf(functions.keySet());
    }

    Map<String, Policy> permissions(String function) {
        return permissions.computeIfAbsent(function, name -> new ConcurrentHashMap<>());
    }

    Map<String, EventSourceMapping> mappings() {
        return mappings;
    }

    AsyncInvoker async() {
        return async;
    }

    Names names() {
        return names;
    }

    /** Writes to a function's log what went wrong on its behalf outside of it. */
    void report(LambdaFunction function, String message) {
        logs.put(function.logGroup(), "lambda", System.currentTimeMillis(), message);
    }

    /** Whether nothing waits or runs asynchronously. */
    public boolean isQuiet() {
        return async.isQuiet() && mappings.values().stream().allMatch(EventSourceMapping::isQuiet);
    }

    @Override
    public void close() {
        starters.shutdownNow();
        async.close();
        functions.values().forEach(environments -> {
            environments.close();
            environments.kill();
        });
        mappings.values().forEach(EventSourceMapping::close);
    }
}
