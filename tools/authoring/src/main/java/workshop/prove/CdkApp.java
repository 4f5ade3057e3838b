package workshop.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import workshop.course.CourseException;

/**
 * The application in a project's {@code cdk.json}, run as the CDK CLI runs it, which is faster without the CLI.
 *
 * @param folder the project's
 * @param repository whose Maven wrapper stands in for {@code mvn}
 */
record CdkApp(Path folder, Path repository) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final int MINUTES = 5;

    /**
     * Writes the cloud assembly.
     *
     * @return its folder
     * @throws CourseException with what the application printed if it fails
     */
    Path synthesize() {
        Path out = folder.resolve("target/cdk.out").toAbsolutePath();
        Path log = folder.resolve("target/synth.log");
        try {
            JsonNode settings = JSON.readTree(folder.resolve("cdk.json").toFile());
            ObjectNode context = settings.path("context").isObject()
                    ? settings.path("context").deepCopy()
                    : JSON.createObjectNode();
            context.put("notificationEmail", "you@example.com");
            Files.createDirectories(out);
            ProcessBuilder builder = new ProcessBuilder(
                            shell(settings.path("app").asText()))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("CDK_OUTDIR", out.toString());
            builder.environment().put("CDK_CONTEXT_JSON", context.toString());
            // CDK's own checks of the template take seconds; one test of the solution has them on.
            builder.environment().put("CDK_VALIDATION", "false");
            builder.environment().put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
            await(builder.start(), log);
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't synthesize " + folder, e);
        }
    }

    private List<String> shell(String app) {
        Path wrapper = repository.resolve(WINDOWS ? "mvnw.cmd" : "mvnw");
        String command = app.startsWith("mvn ") ? '"' + wrapper.toString() + '"' + app.substring(3) : app;
        return WINDOWS ? List.of("cmd", "/c", command) : List.of("sh", "-c", command);
    }

    private static void await(Process process, Path log) throws IOException {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new CourseException(Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CourseException("Interrupted while synthesizing");
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
