package workshop.cloud;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import workshop.cloud.faults.Faults;
import workshop.cloud.faults.Places;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.trace.Trace;

/** The local cloud's own endpoints under {@code /_local/}, in JSON: what happened, and what should go wrong. */
final class LocalApi implements Service {
    /** The first segment of the paths. */
    static final String PREFIX = "_local";

    private final Map<String, Route> routes = new TreeMap<>();

    private record Route(Set<String> parameters, Function<HttpRequest, HttpReply> endpoint) {}

    /** @param places where faults can strike now */
    LocalApi(Trace trace, Faults faults, Supplier<Places> places) {
        on("GET trace", request -> HttpReply.json(200, trace(trace, request)), "after", "containing");
        on("GET faults", request -> HttpReply.json(200, Map.of("faults", faults.all())));
        on("POST faults", request -> HttpReply.json(201, faults.add(body(request), places.get())));
        on("DELETE faults", request -> {
            faults.clear();
            return HttpReply.empty(204);
        });
    }

    /** Adds an endpoint such as {@code GET mail}, and the query parameters that it takes. */
    LocalApi on(String methodAndName, Function<HttpRequest, HttpReply> endpoint, String... parameters) {
        routes.put(methodAndName, new Route(new TreeSet<>(List.of(parameters)), endpoint));
        return this;
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String call = request.method() + " " + request.path().replaceFirst("^/" + PREFIX + "/?", "");
        Route route = routes.get(call);
        try {
            if (route == null) {
                throw AwsError.notFound("There is no " + call + " under /_local/; there are " + routes.keySet());
            }
            request.query().keySet().stream()
                    .filter(parameter -> !route.parameters.contains(parameter))
                    .forEach(parameter -> {
                        throw AwsError.validation(
                                call + " has no parameter " + parameter + "; it has " + route.parameters);
                    });
            return route.endpoint.apply(request);
        } catch (AwsError e) {
            return HttpReply.json(e.status(), Json.object().put("error", e.getMessage()));
        }
    }

    private static JsonNode body(HttpRequest request) {
        try {
            return Json.read(request.text());
        } catch (UncheckedIOException e) {
            JsonLocation place = ((JsonProcessingException) e.getCause()).getLocation();
            throw AwsError.validation(
                    "The body is no JSON: look at line " + place.getLineNr() + ", character " + place.getColumnNr());
        }
    }

    private static Map<String, ?> trace(Trace trace, HttpRequest request) {
        String containing = request.queryParameter("containing").orElse("");
        return Map.of("hops", trace.hops(number(request, "after"), containing));
    }

    private static long number(HttpRequest request, String parameter) {
        String text = request.queryParameter(parameter).orElse("0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw AwsError.validation("\"" + parameter + "\" is a number, not " + text);
        }
    }
}
