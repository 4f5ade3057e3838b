package workshop.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.trace.Hop;
import workshop.cloud.trace.Trace;

/** The local cloud's own endpoints under {@code /_local/}, in JSON: what happened, and what should go wrong. */
final class LocalApi implements Service {
    /** The first segment of the paths. */
    static final String PREFIX = "_local";

    private final Map<String, Function<HttpRequest, HttpReply>> routes = new TreeMap<>();

    LocalApi(Trace trace, Faults faults) {
        routes.put("GET trace", request -> HttpReply.json(200, trace(trace, request)));
        routes.put("GET faults", request -> HttpReply.json(200, faults(faults)));
        routes.put("POST faults", request -> {
            Fault fault = Fault.of(body(request));
            faults.add(fault);
            return HttpReply.json(201, fault.json());
        });
        routes.put("DELETE faults", request -> {
            faults.clear();
            return HttpReply.empty(204);
        });
    }

    /** Adds an endpoint such as {@code GET mail}. */
    LocalApi on(String methodAndName, Function<HttpRequest, HttpReply> endpoint) {
        routes.put(methodAndName, endpoint);
        return this;
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String[] path = request.path().split("/");
        String call = request.method() + " " + (path.length > 2 ? path[2] : "");
        Function<HttpRequest, HttpReply> endpoint = routes.get(call);
        try {
            if (endpoint == null) {
                throw AwsError.notFound("There is no " + call + " under /_local/; there are " + routes.keySet());
            }
            return endpoint.apply(request);
        } catch (AwsError e) {
            return HttpReply.json(e.status(), Json.object().put("error", e.getMessage()));
        }
    }

    private static JsonNode body(HttpRequest request) {
        try {
            return Json.read(request.text());
        } catch (UncheckedIOException e) {
            throw AwsError.validation("The body is no JSON: " + e.getCause().getMessage());
        }
    }

    private static JsonNode trace(Trace trace, HttpRequest request) {
        ArrayNode hops = Json.array();
        trace.hops(
                        number(request, "after"),
                        request.queryParameter("containing").orElse(""))
                .forEach(hop -> hops.add(json(hop)));
        return Json.object().set("hops", hops);
    }

    private static long number(HttpRequest request, String parameter) {
        String text = request.queryParameter(parameter).orElse("0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw AwsError.validation("\"" + parameter + "\" is a number, not " + text);
        }
    }

    private static JsonNode json(Hop hop) {
        return Json.object()
                .put("number", hop.number())
                .put("at", hop.at().toString())
                .put("kind", hop.kind())
                .put("from", hop.from())
                .put("to", hop.to())
                .put("outcome", hop.outcome())
                .put("payload", hop.payload());
    }

    private static JsonNode faults(Faults faults) {
        ArrayNode all = Json.array();
        faults.all().forEach(fault -> all.add(fault.json()));
        return Json.object().set("faults", all);
    }
}
