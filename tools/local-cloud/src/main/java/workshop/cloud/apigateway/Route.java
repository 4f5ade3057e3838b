package workshop.cloud.apigateway;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployed method of a path. */
record Route(String resourceId, String path, RestApi.Method method) {
    /** Those that {@code ANY} stands for. */
    static final String VERBS = "DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT";

    /** A route and what the request has at the places of its path variables, undecoded as AWS passes it on. */
    record Match(Route route, Map<String, String> pathParameters) {}

    /**
     * Finds the route of a request: fixed segments win over variables, variables over {@code {proxy+}}, a named method
     * over {@code ANY}.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html">
     *     Greedy path variables and ANY</a>
     */
    static Optional<Match> find(List<Route> routes, String httpMethod, String path) {
        String any = httpMethod.matches(VERBS) ? "ANY" : httpMethod;
        return routes.stream()
                .filter(route -> List.of(httpMethod, any).contains(route.method.httpMethod()))
                .flatMap(route -> route.match(path).stream())
                .min(Comparator.comparing((Match match) -> match.route.rank())
                        .thenComparing(match -> match.route.method.httpMethod().equals("ANY")));
    }

    private Optional<Match> match(String requested) {
        String[] pattern = segments(path);
        String[] segments = segments(requested);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < pattern.length; i++) {
            if (i >= segments.length) {
                return Optional.empty();
            }
            if (pattern[i].endsWith("+}")) {
                parameters.put(pattern[i].substring(1, pattern[i].length() - 2), rest(requested, i));
                return Optional.of(new Match(this, parameters));
            }
            if (pattern[i].startsWith("{")) {
                parameters.put(pattern[i].substring(1, pattern[i].length() - 1), segments[i]);
            } else if (!pattern[i].equals(segments[i])) {
                return Optional.empty();
            }
        }
        return segments.length == pattern.length ? Optional.of(new Match(this, parameters)) : Optional.empty();
    }

    /** What follows so many segments, with slashes inside as they were sent. */
    private static String rest(String requested, int segments) {
        return requested.replaceFirst("^/+(?:[^/]+/+){" + segments + "}", "").replaceFirst("/+$", "");
    }

    private static String[] segments(String path) {
        String inner = path.replaceFirst("^/+", "").replaceFirst("/+$", "");
        return inner.isEmpty() ? new String[0] : inner.split("/+");
    }

    /** Sorts first what is more specific, segment by segment. */
    private String rank() {
        StringBuilder rank = new StringBuilder();
        for (String segment : segments(path)) {
            rank.append(segment.endsWith("+}") ? '2' : segment.startsWith("{") ? '1' : '0');
        }
        return rank.toString();
    }
}
