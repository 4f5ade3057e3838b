package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;

/**
 * The AWS restJson1 protocol: method and path say which operation is called, and its input comes from the path, the query
 * and a body in JSON.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html">AWS restJson1</a>
 */
public final class RestJson implements Service {
    private static final Pattern LABEL = Pattern.compile("\\{([A-Za-z_]+)}");

    private final Operations operations;
    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, Pattern path, List<String> labels, String operation) {}

    public RestJson(Operations operations) {
        this.operations = operations;
    }

    /**
     * Where an operation is found.
     *
     * @param template such as {@code /2015-03-31/functions/{FunctionName}}, its labels named as the members
     */
    public RestJson route(String method, String template, String operation) {
        List<String> labels = new ArrayList<>();
        Matcher label = LABEL.matcher(template);
        while (label.find()) {
            labels.add(label.group(1));
        }
        Pattern path = Pattern.compile(LABEL.matcher(template).replaceAll("([^/]+)") + "/?");
        routes.add(new Route(method, path, labels, operation));
        return this;
    }

    @Override
    public Map<String, Members> members() {
        return operations.members();
    }

    @Override
    public Map<String, String> actions() {
        return operations.actions();
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            for (Route route : routes) {
                Matcher path = route.path.matcher(request.path());
                if (route.method.equals(request.method()) && path.matches()) {
                    Reading reading = request.body().length == 0 ? Reading.FORM : Reading.JSON;
                    ObjectNode input = input(route, path, request);
                    return HttpReply.json(200, operations.call(route.operation, caller, input, reading));
                }
            }
            throw AwsError.notHere("the call " + request.method() + " " + request.path());
        } catch (AwsError e) {
            return ErrorReply.json(e, "application/json");
        }
    }

    private static ObjectNode input(Route route, Matcher path, HttpRequest request) {
        ObjectNode input = body(request);
        request.query().forEach((name, values) -> input.put(name, values.get(0)));
        for (int i = 0; i < route.labels.size(); i++) {
            input.put(route.labels.get(i), URLDecoder.decode(path.group(i + 1), StandardCharsets.UTF_8));
        }
        return input;
    }

    private static ObjectNode body(HttpRequest request) {
        if (request.body().length == 0) {
            return Json.object();
        }
        try {
            if (Json.read(request.text()) instanceof ObjectNode object) {
                return object;
            }
        } catch (UncheckedIOException e) {
            throw new AwsError(400, "SerializationException", "The request body is no JSON.");
        }
        throw new AwsError(400, "SerializationException", "The request body is no JSON object.");
    }
}
