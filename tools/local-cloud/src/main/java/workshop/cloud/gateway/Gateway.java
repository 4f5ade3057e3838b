package workshop.cloud.gateway;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Options;
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

    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Iam iam;
    private final Map<String, Service> bySigningName = new ConcurrentHashMap<>();
    private final Map<String, Service> byPrefix = new ConcurrentHashMap<>();
    private Service unsigned;
    private volatile Service home;
    private HttpServer server;

    public Gateway(Iam iam) {
        this.iam = iam;
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
        server = HttpServer.start(port, Gateway::refusal, this::route);
    }

    public int port() {
        return server.port();
    }

    private static Optional<HttpReply> refusal(HttpRequest request) {
        String host = request.header("Host").orElse("");
        if (!LOOPBACK.contains(PORT.matcher(host).replaceFirst(""))) {
            return Optional.of(
                    HttpReply.of(403, "text/plain", "The local cloud answers to 127.0.0.1 and localhost only.\n"));
        }
        Optional<String> site = request.header("Sec-Fetch-Site");
        boolean foreign =
                request.header("Origin").filter(origin -> !isLoopback(origin)).isPresent()
                        || site.filter(FOREIGN::contains).isPresent() && !isLook(request);
        return foreign
                ? Optional.of(HttpReply.of(
                        403, "text/plain", "The local cloud refuses requests from pages of other origins.\n"))
                : Optional.empty();
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
    private static boolean isLook(HttpRequest request) {
        return request.method().equals("GET") && (request.path().startsWith("/_local/") || isHome(request));
    }

    /** Whether somebody opens the endpoint in a browser; a link in an email has a query, a client of AWS a signature. */
    private static boolean isHome(HttpRequest request) {
        return request.method().equals("GET")
                && request.path().equals("/")
                && request.query().isEmpty()
                && request.header("Authorization").isEmpty()
                && request.header("Accept").orElse("").contains("text/html");
    }

    private HttpReply route(HttpRequest request) {
        String[] path = request.path().split("/", 3);
        Service prefixed = byPrefix.get(path.length > 1 ? path[1] : "");
        Matcher credential = CREDENTIAL.matcher(request.header("Authorization").orElse(""));
        boolean signed = credential.find();
        try {
            Service here = prefixed == null && isHome(request) ? home : prefixed;
            if (here != null) {
                return here.handle(iam.caller(""), request);
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
            String message = "No AWS signature and no path of the local cloud: " + request.path()
                    + ". Use an AWS client with AWS_ENDPOINT_URL, or see /_local/health.";
            throw new AwsError(403, "MissingAuthenticationTokenException", message);
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
        if (!itsRegion.equals(Options.REGION)) {
            throw AwsError.notHere(
                    "the region " + itsRegion + "; it is in " + Options.REGION + ": set AWS_REGION=" + Options.REGION);
        }
        return service;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
