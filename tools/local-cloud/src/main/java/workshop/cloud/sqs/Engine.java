package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import workshop.cloud.Json;
import workshop.cloud.Names;

/** ElasticMQ in this process, behind a loopback port of its own. It starts in the background and is waited for when used. */
final class Engine implements AutoCloseable {
    /** Where ElasticMQ believes to be: the account's port isn't known yet when it starts. */
    private static final NodeAddress PLACEHOLDER = new NodeAddress("http", "queues.local-cloud", 1, "");

    private static final String SETTINGS = """
            pekko {
              daemonic = on
              loglevel = OFF
              stdout-loglevel = OFF
              loggers = []
              actor.default-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 4 }
              # a connection that the server closed for idleness while the client used it again would fail a call
              http.server.idle-timeout = infinite
            }""";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<Started> started;

    private record Started(ActorSystem actors, SQSRestServer server, URI address) {}

    /** What ElasticMQ refused, with the status and the code that it gave. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refused(int status, JsonNode body) {
            super(body.path("Message").asText(body.path("message").asText()));
            this.status = status;
            this.code = body.path("__type").asText().replaceFirst("^.*#", "");
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    Engine(Names names) {
        started = new CompletableFuture<>();
        Thread starter = new Thread(() -> start(names), "queues-start");
        starter.setDaemon(true);
        starter.start();
    }

    private void start(Names names) {
        try {
            ActorSystem actors = ActorSystem.create(
                    "queues", ConfigFactory.parseString(SETTINGS).withFallback(ConfigFactory.load()));
            SQSRestServer server = SQSRestServerBuilder.withActorSystem(actors)
                    .withInterface("127.0.0.1")
                    .withDynamicPort()
                    .withServerAddress(PLACEHOLDER)
                    .withAWSRegion(names.region())
                    .withAWSAccountId(names.account())
                    .start();
            int port = server.waitUntilStarted().localAddress().getPort();
            started.complete(new Started(actors, server, URI.create("http://127.0.0.1:" + port + "/")));
        } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
        }
    }

    /** Calls an operation of the JSON protocol. */
    ObjectNode call(String operation, JsonNode input) throws Refused {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(started.join().address)
                            .header("X-Amz-Target", "AmazonSQS." + operation)
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .POST(HttpRequest.BodyPublishers.ofString(Json.write(input)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode body = answer.body().isBlank() ? Json.object() : Json.read(answer.body());
            if (answer.statusCode() != 200) {
                throw new Refused(answer.statusCode(), body);
            }
            return (ObjectNode) body;
        } catch (CompletionException e) {
            throw new IllegalStateException("ElasticMQ did not start: " + e.getCause(), e);
        } catch (IOException e) {
            throw new IllegalStateException("ElasticMQ does not answer " + operation + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ElasticMQ was at " + operation, e);
        }
    }

    @Override
    public void close() {
        started.thenAccept(running -> {
            running.server.stopAndGetFuture().apply();
            running.actors.terminate();
        });
    }
}
