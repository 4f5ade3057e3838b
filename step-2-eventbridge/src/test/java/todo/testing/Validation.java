package todo.testing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What CDK finds in a construct when it validates the finished stack. No line is known by then: the construct's path says which
 * TODO makes it.
 *
 * @param path such as {@code Bus/TodoCreated}
 */
record Validation(String path, String message) {
    private static final Pattern FINDING = Pattern.compile("\\[[^/\\]]+/([^\\]]+)] (.*)");

    /** The first of CDK's findings, in words, with the TODO that it is about; empty if this is no list of findings. */
    static Optional<String> inWords(String message) {
        List<Validation> all = FINDING.matcher(message)
                .results()
                .map(found -> new Validation(found.group(1), found.group(2).replaceFirst("\\.+$", "")))
                .toList();
        boolean isOfCompletions =
                all.stream().allMatch(one -> one.path.startsWith("Handlers/TodoCompletedHandlerRole"));
        return all.stream()
                .filter(one -> message.contains("Validation failed"))
                .findFirst()
                .map(first -> Advice.on(Advice.ON_VALIDATION, first.path + ": " + first.message) + " (TODO "
                        + (isOfCompletions && isThere("TodoNotifications") ? "4.3" : first.todo()) + ")");
    }

    private String todo() {
        return switch (path.replaceFirst("/.*", "")) {
            case "Api" -> "1.1";
            case "Stream" -> path.contains("PublisherRole") && isThere("TodoBus") ? "2.2" : "1.6";
            case "Bus" -> path.startsWith("Bus/Log/") || message.matches(".*(rule|'eventPattern').*") ? "2.6" : "2.1";
            case "Handlers" -> path.contains("Role/") ? "3.4" : path.contains("Unhandled") ? "3.6" : "3.5";
            default -> "4.1";
        };
    }

    /** Whether this step has a layer. */
    private static boolean isThere(String layer) {
        return Validation.class.getResource("/todo/infra/" + layer + ".class") != null;
    }
}
