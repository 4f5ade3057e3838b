package workshop.local;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import workshop.aws.LocalCloudOption;
import workshop.cloud.Json;
import workshop.console.page.Console;
import workshop.project.LocalClouds;
import workshop.terminal.Terminal;

/** {@code why}: where a change ended, why, and what to change. */
@Command(
        name = "why",
        description = {
            "Say how far a change came in the local cloud, why it ended there, and what to fix.",
            "It asks the local cloud of ./workshop up, and compares what happened with what is deployed."
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
    public Integer call() {
        Terminal terminal = Terminal.ofLauncher();
        URI endpoint = localCloud
                .orStarted(System.getenv(), LocalClouds.ofLauncher())
                .localCloud()
                .orElseThrow();
        URI question = URI.create(
                endpoint + "/" + Console.PREFIX + "/why?containing=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        String answer = LocalClouds.get(
                question, "Only a local cloud of this version's ./workshop up says why. Start it again.");
        Json.texts(Json.read(answer)).forEach(line -> terminal.line(Terminal.onOneLine(line)));
        return 0;
    }
}
