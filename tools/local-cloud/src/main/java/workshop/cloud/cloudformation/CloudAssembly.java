package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workshop.cloud.Json;

/**
 * What {@code cdk synth} writes: templates, and the folders that they need in the asset bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/deploy.html">Cloud assembly</a>
 */
public record CloudAssembly(Path folder, List<Stack> stacks) {

    public record Stack(String name, String template, List<Asset> assets) {}

    /** A file or folder that a template refers to, by its key in the asset bucket. */
    public record Asset(String key, Path path) {}

    /** Reads a folder such as {@code cdk.out}; throws {@link IllegalArgumentException} if it is no cloud assembly. */
    public static CloudAssembly read(Path folder) {
        if (!Files.exists(folder.resolve("manifest.json"))) {
            throw new IllegalArgumentException(
                    folder + " is no cloud assembly: it has no manifest.json. Write one with: npx cdk synth");
        }
        List<Stack> stacks = new ArrayList<>();
        json(folder.resolve("manifest.json")).path("artifacts").forEachEntry((id, artifact) -> {
            if (artifact.path("type").asText().equals("aws:cloudformation:stack")) {
                JsonNode properties = artifact.path("properties");
                stacks.add(new Stack(
                        properties.path("stackName").asText(id),
                        text(folder.resolve(properties.path("templateFile").asText())),
                        assets(folder, id)));
            }
        });
        return new CloudAssembly(folder, stacks);
    }

    /** The stack of this name; null asks for the only one. */
    public Stack stack(String name) {
        List<Stack> found = stacks.stream()
                .filter(stack -> name == null || stack.name.equals(name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("The cloud assembly in " + folder + " has the stacks "
                    + stacks.stream().map(Stack::name).toList()
                    + (name == null ? "; say which" : ", but no " + name));
        }
        return found.get(0);
    }

    private static List<Asset> assets(Path folder, String stackId) {
        List<Asset> assets = new ArrayList<>();
        Path manifest = folder.resolve(stackId + ".assets.json");
        if (Files.exists(manifest)) {
            json(manifest).path("files").forEach(file -> {
                Path path = folder.resolve(file.path("source").path("path").asText());
                file.path("destinations")
                        .forEach(destination -> assets.add(
                                new Asset(destination.path("objectKey").asText(), path)));
            });
        }
        return assets;
    }

    private static JsonNode json(Path file) {
        return Json.read(text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }
}
