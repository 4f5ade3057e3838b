package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import workshop.cloud.Daemon;
import workshop.cloud.Json;
import workshop.cloud.lambda.Invocation.Result;
import workshop.cloud.lambda.runtime.FunctionRuntime;
import workshop.cloud.lambda.runtime.HttpMessage;

/**
 * What function processes call: give me work, here is the answer. As on AWS it has an address of its own. Each process has a
 * connection of its own, on which a thread waits, and its path begins with the environment's id, which nobody else knows.
 * The JDK's server takes nearly twice as long for a call, and hangs up on a function that works for more than 30 seconds.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
    private final ServerSocket server;
    private final Function<String, Optional<ExecutionEnvironment>> environments;

    /** Listens on a free port of this machine alone. */
    RuntimeApi(Function<String, Optional<ExecutionEnvironment>> environments) {
        this.environments = environments;
        try {
            server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException("The runtime API can't listen", e);
        }
        Daemon.named("runtime-api").newThread(this::accept).start();
    }

    String address(String environmentId) {
        return "127.0.0.1:" + server.getLocalPort() + "/" + environmentId;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Daemon.named("runtime-api-connection")
                        .newThread(() -> serve(socket))
                        .start();
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException("The runtime API can't accept a connection", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!server.isClosed()) {
                answer(HttpMessage.read(in)).writeTo(socket.getOutputStream());
            }
        } catch (EOFException | SocketException ended) {
            return; // the process has ended
        } catch (IOException e) {
            throw new UncheckedIOException("The runtime API lost a process", e);
        }
    }

    /** The path is {@code /ID/2018-06-01/runtime/CALL}. */
    private HttpMessage answer(HttpMessage request) {
        String[] path = request.word(1).split("/", 5);
        ExecutionEnvironment environment =
                path.length == 5 ? environments.apply(path[1]).orElse(null) : null;
        if (environment == null) {
            return error("410 Gone", "This execution environment is over");
        }
        String call = path[4];
        if (call.equals("invocation/next")) {
            return next(environment);
        }
        if (call.equals("init/error")) {
            environment.failInit(new Result("Unhandled", request.body(), ""));
            return accepted();
        }
        String[] parts = call.split("/");
        if (parts.length != 3 || !parts[0].equals("invocation")) {
            return error("404 Not Found", "The runtime API has no " + call);
        }
        Result result = new Result(parts[2].endsWith("error") ? "Unhandled" : null, request.body(), "").bounded();
        boolean isTaken = environment.answer(parts[1], result, parts[2].equals(FunctionRuntime.LAST_ERROR));
        return isTaken ? accepted() : error("400 Bad Request", "The invocation is over");
    }

    private static HttpMessage next(ExecutionEnvironment environment) {
        try {
            Optional<Invocation> taken = environment.take();
            if (taken.isEmpty()) {
                return error("410 Gone", "This execution environment is over");
            }
            Invocation invocation = taken.get();
            long deadline =
                    System.currentTimeMillis() + environment.function.timeout().toMillis();
            Map<String, String> headers = Map.of(
                    "Content-Type", "application/json",
                    "Lambda-Runtime-Aws-Request-Id", invocation.requestId(),
                    "Lambda-Runtime-Deadline-Ms", String.valueOf(deadline),
                    "Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn(),
                    "Lambda-Runtime-Trace-Id", invocation.traceId());
            return new HttpMessage(
                    "HTTP/1.1 200 OK", headers, invocation.payload().getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error("410 Gone", "The account is closing");
        }
    }

    private static HttpMessage accepted() {
        return message("202 Accepted", Json.object().put("status", "OK"));
    }

    private static HttpMessage error(String status, String message) {
        return message(status, Json.object().put("errorMessage", message).put("errorType", "RuntimeApi"));
    }

    private static HttpMessage message(String status, ObjectNode json) {
        byte[] body = Json.write(json).getBytes(StandardCharsets.UTF_8);
        return new HttpMessage("HTTP/1.1 " + status, Map.of("Content-Type", "application/json"), body);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The runtime API can't stop listening", e);
        }
    }
}
