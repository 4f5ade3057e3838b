package workshop.local;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import workshop.aws.LocalCloudOption;
import workshop.cloud.Json;
import workshop.console.page.Console;
import workshop.project.LocalClouds;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** {@code why}: where a change ended, why, and what to change. */
@Command(
        name = "why",
        description = {
            "Say where a change in the local cloud of ./workshop up ended, why, and what to change.",
            "It compares what happened with what is deployed: patterns field by field, statements, filters, permissions."
        })
public final class ShowWhy implements Callable<Integer> {

    @Mixin
    private LocalCloudOption localCloud;

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            defaultValue = "",
            description = "Part of the to-do's name, or an id; without it, the newest change that ended early.")
    private String text;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.ofLauncher();
        URI endpoint = localCloud
                .orStarted(System.getenv(), LocalClouds.ofLauncher())
                .localCloud()
                .orElseThrow();
        URI question = URI.create(
                endpoint + "/" + Console.PREFIX + "/why?containing=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new Problem(
                    "The local cloud at " + endpoint + " doesn't say why: " + answer.body(),
                    "Only a local cloud that this version's ./workshop up started can say why. Start it again.");
        }
        Json.texts(Json.read(answer.body())).forEach(terminal::line);
        return 0;
    }
}
