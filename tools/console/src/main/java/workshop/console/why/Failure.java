package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;

/** A function failed, hung, crashed, or ran out of memory: its error, which try it was, when the next comes, and what waits after it. */
record Failure(Stack stack, Hop returned, Account account) {
    static final String END_FAULT = "End the fault: curl -X DELETE $AWS_ENDPOINT_URL/_local/faults";
    private static final int SHOWN = 4;
    private static final String THERE = "See where it was thrown.";
    private static final Pattern SAYS_WHY = Pattern.compile("(?i)exception|error|fail|can't|cannot");
    private static final Pattern THROWN = Pattern.compile("\\(([^()]+\\.java:\\d+)\\)$");

    Answer answer(Journey journey) {
        List<String> facts = new ArrayList<>();
        if (returned.isGood()) {
            facts.add("it reported this record in batchItemFailures; the last lines of its log:");
            lastLines().forEach(line -> facts.add("| " + line));
        } else {
            facts.add(FunctionError.inOneLine(returned.outcome(), root()));
        }
        Matcher thrown = THROWN.matcher(facts.get(0));
        String type = FunctionError.error(returned.outcome()).path("errorType").asText();
        Optional<Fault> fault = fault(type);
        boolean crashed = type.equals("Runtime.ExitError");
        boolean outOfMemory = crashed && ranOutOfMemory();
        String fix = returned.isGood() || crashed ? "Its log says what to fix." : THERE;
        if (fault.isPresent()) {
            facts.add("a fault does that: " + fault.get().on() + " "
                    + fault.get().effect().word());
            fix = END_FAULT;
        } else if (type.equals("Sandbox.Timedout")) {
            fix = "Find what it waits for, or give it a longer timeout: .timeout(…)";
        } else if (outOfMemory) {
            facts.add("it ran out of memory: java.lang.OutOfMemoryError is in its log");
            fix = "Give it more memory: .memorySize(…)";
        } else if (type.equals("TooManyRequestsException")) {
            fix = "Its reserved concurrency is used up: .reservedConcurrentExecutions(…)";
        }
        facts.addAll(journey.next(returned)
                .filter(hop -> hop.kind().equals("lambda:Retry"))
                .findFirst()
                .map(Failure::next)
                .orElse(List.of("that was the last try")));
        String path = returned.isGood() || crashed && !outOfMemory ? "" : stack.path(returned.to());
        String end =
                stack.name(returned.to()) + (crashed ? " crashed: its process ended before it answered." : " failed.");
        Answer answer = new Answer(returned, end, facts, fix, path);
        return fix.equals(THERE) && thrown.find() ? answer.at(thrown.group(1)) : answer;
    }

    /** The fault that makes this function end or hang, if one is set. */
    private Optional<Fault> fault(String type) {
        boolean ended = type.equals("Runtime.ExitError");
        return account.faults().all().stream()
                .filter(fault -> ended && fault.effect().word().startsWith("crash")
                        || type.equals("Sandbox.Timedout") && fault.effect() == Fault.Effect.TIMEOUT)
                .filter(fault -> Stack.functionName(returned.to()).contains(fault.function()))
                .findFirst();
    }

    String inOneLine() {
        if (!returned.isGood()) {
            return FunctionError.inOneLine(returned.outcome(), root());
        }
        return lastLines().stream()
                .filter(line -> SAYS_WHY.matcher(line).find())
                .reduce((before, last) -> last)
                .map(line -> "reported a record as failed: " + line)
                .orElse("reported a record as failed");
    }

    /** The first word of the project's packages. */
    private String root() {
        return stack.function(returned.to())
                .map(its -> its.text("/Handler"))
                .orElse("")
                .replaceFirst("\\..*", "");
    }

    private boolean ranOutOfMemory() {
        return stack.function(returned.to())
                .map(its -> its.properties().at("/LoggingConfig/LogGroup").asText("/aws/lambda/" + its.ref()))
                .filter(group -> !account.log(group, "OutOfMemoryError", 1).isEmpty())
                .isPresent();
    }

    /** What the function itself wrote of this last, each stack trace in one line. */
    private List<String> lastLines() {
        String log = returned.details().getOrDefault("log", "").toString();
        List<String> own = FunctionError.inOneLine(log.lines().toList(), root()).stream()
                .filter(line -> !line.matches("(?s)(START|END|REPORT) RequestId.*"))
                .map(String::stripTrailing)
                .distinct()
                .toList();
        return own.subList(Math.max(0, own.size() - SHOWN), own.size());
    }

    /** What comes next: the try, the halves, the records that wait. */
    private static List<String> next(Hop retry) {
        List<String> facts = new ArrayList<>();
        Map<String, Object> its = retry.details();
        if (its.containsKey("try")) {
            String of = ((Number) its.get("of")).intValue() > 0 ? " of " + its.get("of") : "";
            String onAws = its.get("onAwsMillis") instanceof Number wait
                    ? ", on AWS after " + wait.longValue() / 1000 + " s"
                    : "";
            facts.add("try " + its.get("try") + of + " comes " + its.get("waitMillis") + " ms after it" + onAws);
        }
        if (its.containsKey("halves")) {
            facts.add("the batch is halved to find the record that fails: " + its.get("halves"));
        }
        JsonNode keys = Json.parse(retry.payload()).filter(JsonNode::isArray).orElseGet(Json::array);
        List<String> all = keys.valueStream().map(Json::write).toList();
        if (all.size() > 1) {
            facts.add("the first of these fails, or one after it; the others wait: " + String.join(" ", all));
        } else if (all.size() == 1) {
            facts.add("the record that fails is " + all.get(0) + "; what is after it in the stream waits");
        }
        return facts;
    }
}
