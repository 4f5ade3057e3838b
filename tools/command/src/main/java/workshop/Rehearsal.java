package workshop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import workshop.aws.UncheckedCall;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.course.FileTree;
import workshop.local.RunningProject;
import workshop.project.Project;
import workshop.terminal.Terminal;

/**
 * The main class of a process that does a little of what commands do, and ends: what that loads is what the launcher's archive
 * of classes has, from which they start in two thirds of the time. The console's picture is not drawn: its library's jars are signed,
 * and Java 17 crashes as it archives a lambda that uses a signed class.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /** The function of the stack that is deployed. */
    public static final class Echo implements RequestHandler<Map<String, Object>, Map<String, Object>> {
        @Override
        public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
            return event.containsKey("Records")
                    ? Map.of("batchItemFailures", List.of())
                    : Map.of("statusCode", 200, "body", "{}");
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("rehearsal");
        Path assembly = assembly(folder);
        Terminal terminal = Terminal.ofLauncher();
        try (RunningProject running = RunningProject.of(
                new Project(folder), () -> assembly, Options.defaults().withPort(0), terminal)) {
            running.printHops();
            new UncheckedCall("", "", "{}").to(running.output("Url") + "1");
            for (JsonNode call : Json.read(new String(resource("rehearsal/calls.json")))) {
                JsonNode body = call.get(2);
                String text = body.isTextual() ? body.asText() : body.toString();
                new UncheckedCall(call.get(0).asText(), call.get(1).asText(), text)
                        .to(running.account().endpoint());
            }
            running.awaitQuiet(Duration.ofMillis(500), Duration.ofSeconds(10));
        } finally {
            new FileTree(folder).delete();
        }
        Workshop.commandLine(terminal).execute("progress");
    }

    private static Path assembly(Path folder) throws IOException {
        for (String name : List.of("manifest.json", "Rehearsal.assets.json", "template.json")) {
            Files.write(folder.resolve(name), resource("rehearsal/" + name));
        }
        Path code = Files.createDirectories(folder.resolve("code/workshop"));
        Files.write(code.resolve("Rehearsal$Echo.class"), resource("Rehearsal$Echo.class"));
        return folder;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream resource = Rehearsal.class.getResourceAsStream(name)) {
            return resource.readAllBytes();
        }
    }
}
