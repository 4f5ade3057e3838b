package workshop.cloud.gateway;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;

/**
 * The one port of the account. A request goes to the service that it is signed for, or to the service whose path prefix
 * it has. Only requests from this machine to this machine are answered: a foreign {@code Host} or {@code Origin} is
 * refused, and so is what a browser marks as coming from a page elsewhere, so that no web page can reach the account.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header">Sec-Fetch-Site</a>
 */
public final class Gateway implements AutoCloseable {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=([^/,]+)/[^/,]+/([^/,]+)/([^/,]+)/aws4_request");

    /** What a browser says of a request that a page elsewhere makes, be it on another port of this machine. */
    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

    /** API Gateway answers a percent sign that encodes nothing with 400. */
    private static final Pattern MALFORMED = Pattern.compile("%(?!\\p{XDigit}{2})");

    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Iam iam;
    private final String region;
    private final Map<String, Service> bySigningName = new ConcurrentHashMap<>();
    private final Map<String, Service> byPrefix = new ConcurrentHashMap<>();
    private volatile boolean open = true;
    private Service unsigned;
    private volatile Service home;
    private Javalin server;

    public Gateway(Iam iam, String region) {
        this.iam = iam;
        this.region = region;
    }

    /** A service found by the name that clients sign its requests for, such as {@code sns}. */
    public Gateway service(String signingName, Service service) {
        bySigningName.put(signingName, service);
        return this;
    }

    public Map<String, Service> services() {
        return Collections.unmodifiableMap(bySigningName);
    }

    /** A service found by the first segment of the path, such as {@code _local}; it needs no signature. */
    public Gateway prefix(String segment, Service service) {
        byPrefix.put(segment, service);
        return this;
    }

    /** The service that gets unsigned requests with a query, as links in mails are. */
    public Gateway unsigned(Service service) {
        unsigned = service;
        return this;
    }

    /** The service that answers a browser which opens the endpoint itself. */
    public void home(Service service) {
        home = service;
    }

    /** Listens on the loopback port; 0 takes a free one. Throws if the port is taken. */
    public void start(int port) {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.http.maxRequestSize = 64L << 20;
            config.routes.before(context -> answer(context.skipRemainingHandlers())); // whatever the method
        });
        server.start("127.0.0.1", port);
    }

    public int port() {
        return server.port();
    }

    private void answer(Context context) {
        HttpReply reply = refusal(context);
        if (reply == null) {
            reply = route(request(context));
        }
        context.status(reply.status());
        reply.headers().forEach(context::header);
        if (reply.rest() == null) {
            context.result(reply.body());
        } else {
            stream(reply.rest(), context.res());
        }
    }

    private void stream(HttpReply.Rest rest, HttpServletResponse response) {
        try {
            response.flushBuffer();
            rest.writeTo(response.getOutputStream(), () -> open);
        } catch (IOException gone) {
            return; // the client reads no more, which is how such an answer ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpReply refusal(Context context) {
        String host = context.header("Host");
        if (host == null || !LOOPBACK.contains(PORT.matcher(host).replaceFirst(""))) {
            return HttpReply.of(403, "text/plain", "The local cloud answers to 127.0.0.1 and localhost only.\n");
        }
        if (MALFORMED
                .matcher(context.req().getRequestURI() + "?" + context.queryString())
                .find()) {
            return HttpReply.json(400, Json.object().put("message", "Bad Request"));
        }
        String origin = context.header("Origin");
        String site = context.header("Sec-Fetch-Site");
        return origin != null && !isLoopback(origin) || site != null && FOREIGN.contains(site) && !isLook(context)
                ? HttpReply.of(403, "text/plain", "The local cloud refuses requests from pages of other origins.\n")
                : null;
    }

    private static boolean isLoopback(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && LOOPBACK.contains(host);
        } catch (IllegalArgumentException e) {
            return false; // no URI, so no origin of ours
        }
    }

    /** Its own pages change nothing when they are opened, so others may link there. */
    private static boolean isLook(Context context) {
        return context.method() == HandlerType.GET
                && (context.path().startsWith("/_local/") || isHome(request(context)));
    }

    /** Whether somebody opens the endpoint in a browser; a link in an email has a query, a client of AWS a signature. */
    private static boolean isHome(HttpRequest request) {
        return request.method().equals("GET")
                && request.path().equals("/")
                && request.query().isEmpty()
                && request.header("Authorization").isEmpty()
                && request.header("Accept").orElse("").contains("text/html");
    }

    private static HttpRequest request(Context context) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        Collections.list(context.req().getHeaderNames())
                .forEach(
                        name -> headers.put(name, Collections.list(context.req().getHeaders(name))));
        return new HttpRequest(
                context.method().name(),
                context.req().getRequestURI(),
                context.queryParamMap(),
                headers,
                context.bodyAsBytes());
    }

    private HttpReply route(HttpRequest request) {
        String[] path = request.path().split("/", 3);
        Service prefixed = byPrefix.get(path.length > 1 ? path[1] : "");
        Matcher credential = CREDENTIAL.matcher(request.header("Authorization").orElse(""));
        boolean signed = credential.find();
        try {
            if (prefixed != null) {
                return prefixed.handle(iam.caller(""), request);
            }
            if (home != null && isHome(request)) {
                return home.handle(iam.caller(""), request);
            }
            if (signed) {
                Caller caller = iam.caller(credential.group(1));
                Caller traced =
                        request.header("X-Amzn-Trace-Id").map(caller::tracedBy).orElse(caller);
                return identified(
                        service(credential.group(3), credential.group(2)).handle(traced, request));
            }
            if (unsigned != null
                    && request.path().equals("/")
                    && !request.query().isEmpty()) {
                return unsigned.handle(iam.caller(""), request);
            }
            throw new AwsError(
                    403,
                    "MissingAuthenticationTokenException",
                    "No AWS signature and no path of the local cloud: " + request.path()
                            + ". Use an AWS client with AWS_ENDPOINT_URL, or see /_local/health.");
        } catch (AwsError e) {
            return identified(ErrorReply.of(e, request, signed ? credential.group(3) : ""));
        } catch (RuntimeException e) { // a fault of the local cloud: the caller learns of it in its own protocol
            e.printStackTrace();
            AwsError failure = new AwsError(500, "InternalFailure", "The local cloud failed: " + e);
            return identified(ErrorReply.of(failure, request, signed ? credential.group(3) : ""));
        }
    }

    /** With the id of its request, where the service gave it none. */
    private static HttpReply identified(HttpReply reply) {
        boolean has = reply.headers().containsKey(HttpReply.REQUEST_ID)
                || reply.headers().containsKey(HttpReply.S3_REQUEST_ID);
        return has
                ? reply
                : reply.withHeader(HttpReply.REQUEST_ID, UUID.randomUUID().toString());
    }

    private Service service(String signingName, String itsRegion) {
        Service service = bySigningName.get(signingName);
        if (service == null) {
            throw AwsError.notHere("the service " + signingName + " (it has " + bySigningName.keySet() + ")");
        }
        if (!itsRegion.equals(region)) {
            throw AwsError.notHere("the region " + itsRegion + "; it is in " + region + ": set AWS_REGION=" + region);
        }
        return service;
    }

    @Override
    public void close() {
        if (server != null) {
            open = false; // no thread of the server is interrupted: it may be at other work by then, which gets lost
            server.stop();
        }
    }
}
