package workshop.project;

import java.net.ConnectException;
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
import java.util.concurrent.CompletionException;
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
            switch (at(endpoint)) {
                case LOCAL_CLOUD, SILENCE -> running.add(endpoint);
                case OTHER, NOBODY -> new FileTree(note).delete();
            }
        }
        return running;
    }

    /** What is at an address. One that Ctrl-Z stopped takes calls, and is silent. */
    public enum Found {
        LOCAL_CLOUD,
        SILENCE,
        OTHER,
        NOBODY
    }

    public static Found at(String endpoint) {
        try {
            HttpRequest health = HttpRequest.newBuilder(URI.create(endpoint + "/_local/health"))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .sendAsync(health, BodyHandlers.discarding())
                    .join();
            return answer.statusCode() == 200 ? Found.LOCAL_CLOUD : Found.OTHER;
        } catch (CompletionException e) {
            return e.getCause() instanceof ConnectException
                    ? Found.NOBODY
                    : e.getCause() instanceof HttpTimeoutException ? Found.SILENCE : Found.OTHER;
        } catch (IllegalArgumentException noAddress) {
            return Found.NOBODY;
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
            return http.sendAsync(request, BodyHandlers.ofString()).join();
        } catch (CompletionException e) {
            throw new Problem(request.method() + " " + request.uri() + " got no answer: " + e.getCause(), next, e);
        }
    }
}
