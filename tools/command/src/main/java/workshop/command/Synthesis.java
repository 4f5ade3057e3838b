package workshop.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds a project and turns it into a cloud assembly, with the CDK CLI that the project pins. What is up to date is not
 * done again.
 *
 * <p>It has a folder of its own, so that what people synthesize themselves, perhaps for AWS, is not touched.
 */
record Synthesis(Project project, Maven maven, Terminal terminal) {
    /** Who gets the mail of the local cloud; nothing leaves the machine. */
    static final String MAIL_ADDRESS = "you@example.com";

    private static final String FOLDER = "target/local/cdk.out";
    private static final String STAMP = "target/local/synthesized";
    private static final List<String> SOURCES = List.of("src/main", "pom.xml", "cdk.json", "package-lock.json");

    /** The folder of the cloud assembly, made now if it is not up to date; throws {@link Problem} if it can't be made. */
    Path assembly() {
        install();
        if (!isFresh()) {
            FileTime start = FileTime.fromMillis(System.currentTimeMillis());
            new PlainCommand(project.folder(), environment(), synth())
                    .run(terminal, "building and synthesizing " + project.name());
            stamp(start);
        }
        return project.file(FOLDER);
    }

    /** Whether the last assembly was made from the sources as they are. */
    boolean isFresh() {
        return Files.exists(project.file(FOLDER).resolve("manifest.json"))
                && Freshness.isFresh(
                        project.file(STAMP), SOURCES.stream().map(project::file).toList());
    }

    /** Installs the pinned CDK CLI if that wasn't done since its lock file changed. */
    void install() {
        Path lock = project.file("package-lock.json");
        if (!Freshness.isFresh(project.file("node_modules/.package-lock.json"), List.of(lock))) {
            new PlainCommand(project.folder(), "npm", "ci", "--no-audit", "--no-fund")
                    .run(terminal, "installing the CDK CLI");
        }
    }

    private List<String> synth() {
        List<String> words = new ArrayList<>(List.of(
                "npx", "cdk", "synth", "--quiet", "--output", FOLDER, "-c", "notificationEmail=" + MAIL_ADDRESS));
        if (!maven.program().equals("mvn")) {
            // cdk.json says mvn, which isn't there; the wrapper stands in for it
            words.addAll(List.of("--app", app().replaceFirst("^mvn ", quoted(maven.program()) + " ")));
        }
        return words;
    }

    private String app() {
        try {
            JsonNode cdk = new ObjectMapper().readTree(project.file("cdk.json").toFile());
            return cdk.path("app").asText();
        } catch (IOException e) {
            throw new Problem("Can't read " + project.file("cdk.json") + ": " + e.getMessage(), "Mend the file.", e);
        }
    }

    private static String quoted(String program) {
        return java.util.regex.Matcher.quoteReplacement(program.contains(" ") ? '"' + program + '"' : program);
    }

    static Map<String, String> environment() {
        return Map.of(
                "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20", //
                "CDK_DISABLE_CLI_TELEMETRY", "true");
    }

    private void stamp(FileTime start) {
        Path stamp = project.file(STAMP);
        try {
            Files.writeString(stamp, "");
            Files.setLastModifiedTime(stamp, start);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + stamp, e);
        }
    }
}
