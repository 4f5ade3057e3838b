package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;

/** A function failed, hung, or ran out of memory: its error, which try it was, when the next comes, and what waits after it. */
record Failure(Stack stack, Sources sources, Account account) {
    private static final int LOG_LINES = 60;
    private static final int SHOWN = 4;
    private static final String THERE = "See where it was thrown.";
    private static final Pattern SAYS_WHY = Pattern.compile("(?i)exception|error|fail|can't|cannot");
    private static final Pattern THROWN = Pattern.compile("\\(([^()]+\\.java:\\d+)\\)$");

    Answer of(Hop returned, Journey journey) {
        Optional<DeployedResource> function = stack.function(returned.to());
        String name = stack.name(returned.to());
        String type = FunctionError.error(returned.outcome()).path("errorType").asText();
        List<String> facts = new ArrayList<>();
        String root = root(function);
        if (returned.isGood()) {
            facts.add("it reported this record in batchItemFailures; the last lines of its log:");
            facts.addAll(lastLines(function, root));
        } else {
            facts.add(FunctionError.inOneLine(returned.outcome(), root));
        }
        String fix = THERE;
        if (type.equals("Sandbox.Timedout")) {
            fix = "Find what it waits for, or give it a longer timeout: .timeout(…)";
        } else if (type.equals("Runtime.ExitError") && ranOutOfMemory(function)) {
            facts.add("it ran out of memory: java.lang.OutOfMemoryError is in its log");
            fix = "Give it more memory: .memorySize(…)";
        } else if (type.equals("TooManyRequestsException")) {
            fix = "Its reserved concurrency is used up: .reservedConcurrentExecutions(…)";
        }
        next(returned, journey).ifPresent(facts::addAll);
        Answer answer = Answer.of(returned, name + " failed.", facts, fix)
                .at(function.map(DeployedResource::path).orElse(""), sources);
        Matcher thrown = THROWN.matcher(facts.get(0));
        return fix.equals(THERE) && thrown.find() ? answer.atLine(thrown.group(1)) : answer;
    }

    /** The same in one line. */
    String inOneLine(Hop returned) {
        Optional<DeployedResource> function = stack.function(returned.to());
        String root = root(function);
        if (!returned.isGood()) {
            return FunctionError.inOneLine(returned.outcome(), root);
        }
        return lastLines(function, root).stream()
                .map(line -> line.substring(2))
                .filter(line -> SAYS_WHY.matcher(line).find())
                .reduce((before, last) -> last)
                .map(line -> "reported a record as failed: " + line)
                .orElse("reported a record as failed");
    }

    private static String root(Optional<DeployedResource> function) {
        return function.map(f -> f.properties().path("Handler").asText())
                .orElse("")
                .replaceFirst("\\..*", "");
    }

    private boolean ranOutOfMemory(Optional<DeployedResource> function) {
        return !log(function, "OutOfMemoryError", 1).isEmpty();
    }

    private List<String> log(Optional<DeployedResource> function, String containing, int lines) {
        return function.map(f -> f.properties().at("/LoggingConfig/LogGroup").asText("/aws/lambda/" + f.ref()))
                .map(group -> account.log(group, containing, lines))
                .orElse(List.of());
    }

    /** What the function itself wrote last, each stack trace in one line. */
    private List<String> lastLines(Optional<DeployedResource> function, String root) {
        List<String> own = FunctionError.inOneLine(log(function, "", LOG_LINES), root).stream()
                .filter(line -> !line.matches("(?s)(START|END|REPORT) RequestId.*"))
                .map(line -> "| " + line.stripTrailing())
                .distinct()
                .toList();
        return own.subList(Math.max(0, own.size() - SHOWN), own.size());
    }

    private static Optional<List<String>> next(Hop returned, Journey journey) {
        Stream<Hop> retries = journey.hops().stream()
                .filter(hop -> hop.kind().equals("lambda:Retry") && hop.causes().contains(returned.number()));
        return retries.findFirst().map(Failure::next).or(() -> Optional.of(List.of("that was the last try")));
    }

    private static List<String> next(Hop retry) {
        List<String> facts = new ArrayList<>();
        if (retry.details().containsKey("try")) {
            long wait = ((Number) retry.details().get("waitMillis")).longValue();
            Object onAws = retry.details().get("onAwsMillis");
            int of = ((Number) retry.details().get("of")).intValue();
            facts.add("try " + retry.details().get("try") + (of > 0 ? " of " + of : "") + " comes " + wait
                    + " ms after it"
                    + (onAws == null
                            ? ""
                            : ", on AWS after "
                                    + Duration.ofMillis(((Number) onAws).longValue())
                                            .toSeconds() + " s"));
        }
        if (retry.details().containsKey("halves")) {
            facts.add("the batch is halved to find the record that fails: "
                    + retry.details().get("halves"));
        }
        JsonNode keys = retry.payload().startsWith("[") ? Json.read(retry.payload()) : Json.array();
        if (keys.size() > 1) {
            List<String> waiting = new ArrayList<>();
            keys.forEach(key -> waiting.add(Json.write(key)));
            facts.add("the first of these fails, or one after it; the others wait: " + String.join(" ", waiting));
        } else if (keys.size() == 1) {
            facts.add("the record that fails is " + Json.write(keys.get(0)) + "; what is after it in the stream waits");
        }
        return facts;
    }
}
