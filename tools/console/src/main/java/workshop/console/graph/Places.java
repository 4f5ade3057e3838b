package workshop.console.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import workshop.console.graph.Node.Kind;

/** At which part of the picture something happens, by the ARN that a hop or a resource names. */
public final class Places {
    private final Map<String, String> ids = new HashMap<>();

    void put(String name, String id) {
        ids.putIfAbsent(name, id);
    }

    String exactly(String arn) {
        return ids.get(arn);
    }

    /** A part's id; null for what is not in the picture, such as the account's owner. */
    public String of(String arn) {
        String exact = ids.get(arn);
        return exact != null || arn.isEmpty() ? exact : byPart(arn);
    }

    /** An ARN may say more than the part: a session of a function's role, a stage, a stream, a version, all of a log group. */
    private String byPart(String arn) {
        return Stream.of(
                        arn.replaceFirst("^.*:assumed-role/.*/", Kind.FUNCTION.toString()),
                        arn.replaceFirst("^.*:execute-api:[^:]*:[^:]*:([^/]*).*$", "$1"),
                        arn.replaceFirst("/stream/.*$", ""),
                        arn.replaceFirst(":[^:]*$", ""),
                        arn + ":*")
                .map(ids::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
