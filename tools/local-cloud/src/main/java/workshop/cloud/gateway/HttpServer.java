package workshop.cloud.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import workshop.cloud.Json;

/** The HTTP server of this machine's loopback address: a request comes to one function, which answers it. */
final class HttpServer extends Handler.Abstract implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 64 << 20;

    private final Function<HttpRequest, Optional<HttpReply>> refusal;
    private final Function<HttpRequest, HttpReply> answer;
    private final Server server = new Server();
    private final ServerConnector connector;
    private volatile boolean open = true;

    private HttpServer(
            int port, Function<HttpRequest, Optional<HttpReply>> refusal, Function<HttpRequest, HttpReply> answer) {
        this.refusal = refusal;
        this.answer = answer;
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setHeaderCacheSize(0); // most headers of a signed request never come again
        http.setRequestHeaderSize(11 << 10); // API Gateway takes 10,240 bytes without the names
        http.setResponseHeaderSize(11 << 10);
        http.setUriCompliance(UriCompliance.UNSAFE); // a path may have what API Gateway takes, such as //
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(this);
    }

    /**
     * Listens on a port; 0 takes a free one. Throws if the port is taken.
     *
     * @param refusal looks at a request before its body is read
     */
    static HttpServer start(
            int port, Function<HttpRequest, Optional<HttpReply>> refusal, Function<HttpRequest, HttpReply> answer) {
        HttpServer started = new HttpServer(port, refusal, answer);
        try {
            started.server.start();
            started.connector.setPort(started.connector.getLocalPort()); // which is forgotten when it closes
        } catch (Exception e) { // as Jetty declares it
            throw new IllegalStateException("No server on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
        return started;
    }

    int port() {
        return connector.getPort();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpReply reply = answer(request);
        response.setStatus(reply.status());
        reply.headers().forEach((name, values) -> {
            for (String value : values.split("\n")) {
                response.getHeaders().add(name, value);
            }
        });
        if (reply.rest() == null) {
            response.write(true, ByteBuffer.wrap(reply.body()), callback);
        } else {
            stream(reply.rest(), Content.Sink.asOutputStream(response));
            callback.succeeded();
        }
        return true;
    }

    private HttpReply answer(Request request) throws IOException {
        HttpRequest head = head(request);
        Optional<HttpReply> refused = refusal.apply(head);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (HttpRequest.isMalformed(request.getHttpURI().getPathQuery())) { // API Gateway answers it with 400
            return HttpReply.json(400, Json.object().put("message", "Bad Request"));
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(MAX_BODY_BYTES);
            return in.transferTo(OutputStream.nullOutputStream()) > 0 // a client reads the answer when it has sent all
                    ? HttpReply.of(413, "text/plain", "A request has up to " + MAX_BODY_BYTES + " bytes.\n")
                    : answer.apply(head.withBody(body));
        }
    }

    private static HttpRequest head(Request request) {
        HttpURI uri = request.getHttpURI();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName(), name -> new ArrayList<>()).add(field.getValue());
        }
        Map<String, List<String>> query = HttpRequest.parameters(Objects.toString(uri.getQuery(), ""));
        return new HttpRequest(request.getMethod(), uri.getPath(), query, headers, new byte[0]);
    }

    private void stream(HttpReply.Rest rest, OutputStream client) {
        try {
            client.flush();
            rest.writeTo(client, () -> open);
        } catch (IOException gone) {
            return; // the client reads no more, which is how such an answer ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open = false; // no thread of the server is interrupted: it may be at other work by then, which gets lost
        try {
            server.stop();
        } catch (Exception e) { // as Jetty declares it
            throw new IllegalStateException("The server on port " + port() + " doesn't stop", e);
        }
    }
}
