package workshop.project;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import workshop.course.FileTree;
import workshop.course.TextFile;
import workshop.terminal.Problem;

/** The local clouds that {@code up} has started: for each there is a small file with its address. */
public record LocalClouds(Path folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public static LocalClouds ofLauncher() {
        return new LocalClouds(Repository.ofLauncher().home().resolve(".workshop/up"));
    }

    /** Notes one that runs as long as this process. */
    public void add(String endpoint) {
        Path note = folder.resolve("" + URI.create(endpoint).getPort());
        note.toFile().deleteOnExit();
        new TextFile(note).write(endpoint + "\n");
    }

    /** Where the ones are that run now. The notes of those that were killed go. */
    public List<String> running() {
        List<String> running = new ArrayList<>();
        for (Path note : new FileTree(folder).files()) {
            String endpoint = new TextFile(note).read().strip();
            if (at(endpoint) != Found.NONE) {
                running.add(endpoint);
            } else {
                new FileTree(note).delete();
            }
        }
        return running;
    }

    /** What is at an address: a local cloud, something that says nothing, such as one that Ctrl-Z stopped, or neither. */
    public enum Found {
        LOCAL_CLOUD,
        SILENCE,
        NONE
    }

    public static Found at(String endpoint) {
        try {
            HttpRequest health = HttpRequest.newBuilder(URI.create(endpoint + "/_local/health"))
                    .timeout(PATIENCE)
                    .build();
            int status = HttpClient.newHttpClient()
                    .send(health, BodyHandlers.discarding())
                    .statusCode();
            return status == 200 ? Found.LOCAL_CLOUD : Found.NONE;
        } catch (HttpTimeoutException e) {
            return Found.SILENCE;
        } catch (IOException | IllegalArgumentException e) {
            return Found.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Found.NONE;
        }
    }

    /** What a local cloud answers to a GET; throws {@link Problem} with what to do next if it is no answer. */
    public static String get(URI uri, String next) {
        HttpResponse<String> answer =
                send(HttpClient.newHttpClient(), HttpRequest.newBuilder(uri).build(), next);
        if (answer.statusCode() != 200) {
            throw new Problem(uri + " answered " + answer.statusCode() + ": " + answer.body(), next);
        }
        return answer.body();
    }

    /** The answer to any request, whatever it says. */
    public static HttpResponse<String> send(HttpClient http, HttpRequest request, String next) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Problem(request.method() + " " + request.uri() + " got no answer: " + e, next, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + request.uri(), e);
        }
    }
}
