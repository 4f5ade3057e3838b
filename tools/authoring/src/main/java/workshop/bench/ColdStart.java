package workshop.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.LogType;
import workshop.aws.Services;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.console.graph.Stack;
import workshop.local.RunningProject;
import workshop.local.TodoApi;

/** How long each function takes from a fresh process to its first answer: to the last event that it got, once more. */
final class ColdStart {
    private static final int ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What Lambda reports only of the first invocation in a process. */
    private static final String FRESH = "Init Duration";

    private final RunningProject running;
    private final Services services;
    private final Map<String, String> lastEvents = new ConcurrentHashMap<>();

    ColdStart(RunningProject running, Services services) {
        this.running = running;
        this.services = services;
        running.account().trace().listen(hop -> {
            if (hop.kind().equals("lambda:Invoke")) {
                lastEvents.put(hop.to(), hop.payload());
            }
        });
    }

    /** One measurement for each function that was invoked meanwhile, or is now by a to-do that comes and goes. */
    List<Measurement> measurements() throws InterruptedException {
        TodoApi api = running.api();
        String todoId = api.create("Asks every function");
        api.get(todoId);
        api.list();
        api.complete(todoId, true);
        api.delete(todoId);
        running.awaitQuiet(Duration.ofSeconds(1), PATIENCE);
        Map<String, Measurement> measurements = new TreeMap<>();
        lastEvents.forEach((function, event) -> {
            String name = Stack.functionName(function).replaceFirst("^[^-]*-(.*?)([0-9A-F]{8})?-[^-]*$", "$1");
            String time = String.format(Locale.ROOT, "%.2f s", seconds(function, event));
            measurements.put(name, Measurement.reported("cold start of " + name + ", to its first answer", time));
        });
        return List.copyOf(measurements.values());
    }

    private double seconds(String function, String event) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            running.account()
                    .faults()
                    .add(new Fault("lambda:Invoke", Effect.CRASH, Stack.functionName(function), 1, 1));
            invoke(function, event);
            running.account().faults().clear();
            long start = System.nanoTime();
            String log = invoke(function, event);
            double time = (System.nanoTime() - start) / 1e9;
            if (log.contains(FRESH)) {
                return time;
            }
        }
        throw new IllegalStateException(function + " never started afresh in " + ATTEMPTS + " crashes");
    }

    private String invoke(String function, String event) {
        String tail = services.lambda()
                .invoke(call ->
                        call.functionName(function).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String(event)))
                .logResult();
        return new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8);
    }
}
