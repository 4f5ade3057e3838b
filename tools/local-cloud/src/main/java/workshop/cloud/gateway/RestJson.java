package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;

/**
 * The AWS restJson1 protocol: method and path say which operation is called, and its input comes from the path, the query,
 * headers and a body in JSON. Where a body is no JSON object but bytes, it is the member {@code Payload}, in and out.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">AWS restJson1</a>
 */
public final class RestJson implements Service {
    private static final String PAYLOAD = "Payload";

    /** Headers with a meaning begin so, but for those of the signature. */
    private static final Pattern MEANINGFUL =
            Pattern.compile("x-amz-(?!date$|content-sha256$|security-token$|user-agent$|te$).*");

    private final Operations operations;
    private final List<Route> routes = new ArrayList<>();

    /** @param headers which header is which member; null where the body is JSON and no header is taken */
    private record Route(String method, UriTemplatePathSpec path, String operation, Map<String, String> headers) {}

    public RestJson(Operations operations) {
        this.operations = operations;
    }

    /**
     * Where an operation is found.
     *
     * @param template such as {@code /2015-03-31/functions/{FunctionName}}, its labels named as the members
     */
    public RestJson route(String method, String template, String operation) {
        return route(method, template, operation, null);
    }

    /** Declares an operation, too, that is called by GET. */
    public RestJson get(
            String template, String operation, Members members, Function<ObjectNode, ? extends JsonNode> its) {
        operations.on(operation, members, its);
        return route("GET", template, operation);
    }

    /**
     * The same for an operation whose body is the member {@code Payload}.
     *
     * @param headers the member that each header is, by the header's name in lower case; in and out
     */
    public RestJson route(String method, String template, String operation, Map<String, String> headers) {
        routes.add(new Route(method, new UriTemplatePathSpec(template), operation, headers));
        return this;
    }

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            String path = request.path().replaceFirst("/$", "");
            for (Route route : routes) {
                Map<String, String> labels = route.path.getPathParams(path);
                if (route.method.equals(request.method()) && labels != null) {
                    boolean isJson = route.headers == null && request.body().length > 0;
                    ObjectNode input = input(route, labels, request);
                    Reading reading = isJson ? Reading.JSON : Reading.FORM;
                    JsonNode output = operations.call(route.operation, caller, input, reading);
                    return route.headers == null ? HttpReply.json(200, output) : reply(output, route.headers);
                }
            }
            throw AwsError.notHere("the call " + request.method() + " " + request.path());
        } catch (AwsError e) {
            return ErrorReply.restJson(e);
        }
    }

    private static ObjectNode input(Route route, Map<String, String> labels, HttpRequest request) {
        ObjectNode input = route.headers == null && request.body().length > 0 ? request.json() : Json.object();
        if (route.headers != null) {
            input.put(PAYLOAD, request.body());
        }
        Map<String, String> members = route.headers == null ? Map.of() : route.headers;
        request.headers().forEach((name, values) -> {
            String header = name.toLowerCase(Locale.ROOT);
            if (MEANINGFUL.matcher(header).matches()) {
                input.put(members.getOrDefault(header, header), values.get(0));
            }
        });
        request.query().forEach((name, values) -> input.put(name, values.get(0)));
        labels.forEach((name, value) -> input.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8)));
        return input;
    }

    private static HttpReply reply(JsonNode output, Map<String, String> headers) {
        byte[] payload = output.get(PAYLOAD) instanceof BinaryNode bytes ? bytes.binaryValue() : new byte[0];
        HttpReply reply = new HttpReply(
                output.path("StatusCode").asInt(200), Map.of("Content-Type", "application/json"), payload);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (output.has(header.getValue())) {
                reply = reply.withHeader(
                        header.getKey(), output.path(header.getValue()).asText());
            }
        }
        return reply;
    }
}
