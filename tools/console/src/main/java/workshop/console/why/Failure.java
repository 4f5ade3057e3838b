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
import workshop.cloud.lambda.FunctionError;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;

/**
 * A function failed, hung, crashed, or ran out of memory: its error, which try it was, when the next comes, and what waits after
 * it.
 */
record Failure(Stack stack, Hop returned, Account account) {
    private static final String THERE = "See where it was thrown.";
    private static final Pattern NULL = Pattern.compile("\\bnull\\b|NullPointerException|no value for required");
    private static final Pattern SAYS_WHY = Pattern.compile("(?i)exception|error|fail|can't|cannot");

    /** What AWS's runtime says of a handler that isn't in the function's code. */
    private static final Pattern NO_HANDLER = Pattern.compile(
            "Class not found: |No public method named |does not implement an appropriate handler interface");

    private static final Pattern THROWN = Pattern.compile("\\(([^()]+\\.java:\\d+)\\)$");

    Answer answer(Journey journey, Sources sources) {
        String error = inOneLine();
        JsonNode said = FunctionError.error(returned.outcome());
        String type = said.path("errorType").asText();
        boolean crashed = type.equals("Runtime.ExitError");
        List<String> facts = new ArrayList<>();
        if (!returned.isGood() && !crashed) {
            facts.add(error);
        }
        if (returned.isGood() || crashed || type.startsWith("java.") && !said.has("stackTrace")) {
            String log = lastLines().isEmpty() ? "its code wrote nothing to its log" : "the last lines of its log:";
            facts.add((returned.isGood() ? "it reported this record in batchItemFailures; " : "") + log);
            lastLines().forEach(line -> facts.add("| " + line));
        }
        String fix = THERE;
        Optional<String> lack = stack.function(returned.to())
                .filter(its -> NULL.matcher(error).find())
                .flatMap(sources::lack);
        if (lack.isPresent()) {
            facts.add(lack.get());
            fix = Refusal.give("name", "what it calls");
        }
        Optional<Fault> fault = fault(type, facts.toString());
        if (fault.isPresent()) {
            facts.add("a fault that is set makes it do that: " + fault.get().name());
            fix = takeAwayFault(account);
        } else if (type.equals("Sandbox.Timedout")) {
            fix = "Find what it waits for, or give it a longer timeout: .timeout(…)";
        } else if (type.equals("java.lang.OutOfMemoryError")) {
            fix = "Give it more memory: .memorySize(…)";
        } else if (NO_HANDLER.matcher(error).find()) {
            fix = "Name a handler that its code has: .handler(…)";
        } else if (type.equals("TooManyRequestsException")) {
            fix = "Its reserved concurrency is used up; reserve more: .reservedConcurrentExecutions(…)";
        } else if (crashed || returned.isGood()) {
            fix = (error.matches(".*exit(ed without| status \\d\\d?\\b).*") ? "Does its code call System.exit? " : "")
                    + "Look into its log: curl -s \"" + account.endpoint() + "/_console/log?group="
                    + logGroup() + "\"";
        }
        facts.addAll(journey.next(returned)
                .filter(hop -> hop.kind().equals("lambda:Retry"))
                .findFirst()
                .map(Failure::next)
                .orElse(List.of("that was the last try")));
        String status = error.replaceFirst(".* with error: (.*)|.*", " ($1)").replace(" ()", "");
        String end = crashed ? " crashed: its process ended before it answered" + status + "." : " failed.";
        String path = fix.contains(" curl ") ? "" : stack.path(returned.to());
        Answer answer = new Answer(returned, stack.name(returned.to()) + end, facts, fix, path);
        Matcher thrown = THROWN.matcher(error);
        return fix.equals(THERE) && thrown.find() ? answer.at(thrown.group(1)) : answer;
    }

    static String takeAwayFault(Account account) {
        return "Take the fault away: curl -X DELETE " + account.endpoint() + "/_local/faults";
    }

    /** The fault that makes this function end, hang or fail, if one is set. */
    private Optional<Fault> fault(String type, String facts) {
        return account.faults().all().stream()
                .filter(fault -> fault.strikes().get() > 0
                        && Stack.functionName(returned.to()).contains(fault.function()))
                .filter(fault -> switch (fault.effect()) {
                    case CRASH, CRASH_AFTER -> type.equals("Runtime.ExitError");
                    case TIMEOUT -> type.equals("Sandbox.Timedout");
                    case THROTTLE, PARTIAL -> facts.matches(".*(Rate exceeded|ThrottlingException).*");
                    default -> facts.contains("A fault on request: " + fault.on());
                })
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

    private String logGroup() {
        return stack.function(returned.to())
                .map(its -> its.properties().at("/LoggingConfig/LogGroup").asText("/aws/lambda/" + its.ref()))
                .orElse("");
    }

    /** The first word of the project's packages. */
    private String root() {
        return stack.function(returned.to())
                .map(its -> its.text("/Handler").replaceFirst("\\..*", ""))
                .orElse("");
    }

    /** What the function itself wrote of this last. */
    List<String> lastLines() {
        return FunctionError.ownLines(log().lines().toList(), root(), 4);
    }

    private String log() {
        return returned.details().getOrDefault("log", "").toString();
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
            facts.add("try " + its.get("try") + of + " comes " + its.get("waitMillis") + " ms later" + onAws);
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
