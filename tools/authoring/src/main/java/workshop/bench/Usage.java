package workshop.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The processor time that the bench's processes have taken.
 *
 * @param self seconds of this process: the local cloud with DynamoDB Local, and the clients
 * @param functions seconds of the functions' processes, by function
 */
record Usage(double self, Map<String, Double> functions) {
    private static final double ALL = 0.85;

    static Usage now() {
        ProcessHandle self = ProcessHandle.current();
        return new Usage(
                Machine.cpuSeconds(self),
                self.children()
                        .filter(Usage::isFunction)
                        .collect(Collectors.toMap(Usage::function, Machine::cpuSeconds, Double::sum, TreeMap::new)));
    }

    private static boolean isFunction(ProcessHandle process) {
        return process.info().arguments().filter(words -> words.length > 0).isPresent();
    }

    /** The last word of the command is the function's logical id, which ends with CDK's eight digits. */
    private static String function(ProcessHandle process) {
        String[] words = process.info().arguments().orElseThrow();
        return words[words.length - 1].replaceFirst("[0-9A-F]{8}$", "");
    }

    Usage since(Usage before) {
        Map<String, Double> difference = new TreeMap<>();
        functions.forEach((name, seconds) -> difference.put(name, seconds - before.functions.getOrDefault(name, 0.0)));
        return new Usage(self - before.self, difference);
    }

    double ofFunctions() {
        return functions.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What kept the load from going faster, given how long it took. */
    String limit(double seconds) {
        Map.Entry<String, Double> busiest =
                functions.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry("no function", 0.0));
        double cores = (self + ofFunctions()) / seconds;
        return String.format(
                Locale.ROOT,
                "%s; of %d cores, local cloud and clients took %.2f, the functions %.2f (%s %.2f)",
                cores > ALL * Machine.cores() ? "the cores" : "not the cores, unless other programs have them",
                Machine.cores(),
                self / seconds,
                ofFunctions() / seconds,
                busiest.getKey(),
                busiest.getValue() / seconds);
    }
}
