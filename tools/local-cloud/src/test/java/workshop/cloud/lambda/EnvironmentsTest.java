package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.lambda.Invocation.Result;

/** Who waits for which process; the processes are real. */
class EnvironmentsTest {
    private final List<ExecutionEnvironment> started = new CopyOnWriteArrayList<>();
    private final Invocation first = Invocation.of("arn", "\"first\"", "");
    private final Invocation second = Invocation.of("arn", "\"second\"", "");
    private final AtomicInteger runs = new AtomicInteger();
    private RuntimeApi api;
    private ServerSocket silent;

    @BeforeEach
    void open() throws IOException {
        api = new RuntimeApi(id -> Optional.of(started.get(Integer.parseInt(id))));
        silent = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        started.forEach(ExecutionEnvironment::kill);
        api.close();
        silent.close();
    }

    @Test
    void anotherProcessStartsOnlyWhileNoneWarmsUp() throws Exception {
        List<Integer> startedWhenAsked = new CopyOnWriteArrayList<>();
        Environments environments = environments(true, () -> {
            startedWhenAsked.add(started.size());
            return startedWhenAsked.size() <= 3;
        });
        CompletableFuture<Result> busy = run(environments, first, Effect.TIMEOUT);
        await("the first runs").until(() -> runs.get() == 1);

        assertThat(run(environments, second, null).get(1, TimeUnit.MINUTES).text())
                .isEqualTo("\"second\"");
        assertThat(startedWhenAsked).startsWith(1, 1, 1, 1);
        assertThat(started).hasSize(2);
        assertThat(busy).isNotDone();
    }

    /** A process that starts while all cores are busy may take long. */
    @Test
    void whoWaitsIsServedByWhicheverProcessIsReadyFirst() throws Exception {
        Environments environments = environments(false, () -> false);
        run(environments, first, Effect.TIMEOUT);
        await("the first runs").until(() -> runs.get() == 1);
        CompletableFuture<Result> waits = run(environments, second, null);
        await("another process starts").until(() -> started.size() == 2);

        first.result().complete(new Result(null, new byte[0], ""));
        assertThat(waits.get(1, TimeUnit.MINUTES).text()).isEqualTo("\"second\"");
    }

    /** A new state of the function may be deployed before the first process has started. */
    @Test
    void whoHasAskedBeforeTheyWereClosedIsServed() throws Exception {
        Environments environments = environments(true, () -> false);
        environments.close();
        assertThat(run(environments, first, null).get(1, TimeUnit.MINUTES).text())
                .isEqualTo("\"first\"");
        await("its process ends").until(() -> !started.get(0).isUsable());
    }

    /** @param allReachable whether more than the first process gets as far as to ask for work */
    private Environments environments(boolean allReachable, BooleanSupplier warmingUp) {
        String code = ScriptedFunction.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        LambdaFunction function = new LambdaFunction(
                "scripted",
                "arn",
                FunctionName.LATEST,
                "",
                "Scripted",
                Path.of(code),
                "",
                ScriptedFunction.class.getName(),
                "java17",
                "",
                128,
                Duration.ofMinutes(5),
                Map.of(),
                "",
                -1,
                null,
                Json.object(),
                Instant.EPOCH);
        return new Environments(
                function,
                () -> {
                    ExecutionEnvironment process = new ExecutionEnvironment(
                            function, false, line -> {}, hop -> runs.incrementAndGet(), () -> {});
                    boolean reachable = allReachable || started.isEmpty();
                    String id = String.valueOf(started.size());
                    started.add(process);
                    String address = reachable ? api.address(id) : "127.0.0.1:" + silent.getLocalPort() + "/none";
                    process.start(Map.of("AWS_LAMBDA_RUNTIME_API", address, "_HANDLER", function.handler()));
                    return process;
                },
                warmingUp);
    }

    private static CompletableFuture<Result> run(Environments environments, Invocation invocation, Effect fault) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return environments.run(invocation, fault);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }
}
