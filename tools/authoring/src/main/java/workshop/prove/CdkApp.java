package workshop.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import workshop.cloud.Json;
import workshop.course.CourseException;
import workshop.course.testing.LimitedProgram;
import workshop.project.Maven;
import workshop.terminal.SearchPath;

/**
 * The application in a project's {@code cdk.json}, run as the CDK CLI runs it, which is faster without the CLI.
 *
 * @param repository whose Maven wrapper stands in for {@code mvn}
 */
record CdkApp(Path folder, Path repository) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Writes the cloud assembly, returns its folder; throws {@link CourseException} with what was printed if that fails. */
    Path synthesize() {
        Path out = folder.resolve("target/cdk.out").toAbsolutePath();
        Path log = folder.resolve("target/synth.log");
        try {
            JsonNode settings = Json.MAPPER.readTree(folder.resolve("cdk.json").toFile());
            ObjectNode context = settings.path("context").isObject()
                    ? settings.path("context").deepCopy()
                    : Json.object();
            context.put("notificationEmail", "you@example.com");
            Files.createDirectories(out);
            ProcessBuilder builder =
                    new ProcessBuilder(shell(settings.path("app").asText())).directory(folder.toFile());
            builder.environment().put("CDK_OUTDIR", out.toString());
            builder.environment().put("CDK_CONTEXT_JSON", context.toString());
            // CDK's own checks of the template take seconds; one test of the solution has them on.
            builder.environment().put("CDK_VALIDATION", "false");
            builder.environment().put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
            if (!new LimitedProgram(builder, log, LIMIT).succeeds()) {
                throw new CourseException(Files.readString(log));
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't synthesize " + folder, e);
        }
    }

    private List<String> shell(String app) {
        Path wrapper = new Maven(repository).wrapper();
        String command = app.startsWith("mvn ") ? '"' + wrapper.toString() + '"' + app.substring(3) : app;
        return SearchPath.isWindows() ? List.of("cmd", "/c", command) : List.of("sh", "-c", command);
    }
}
