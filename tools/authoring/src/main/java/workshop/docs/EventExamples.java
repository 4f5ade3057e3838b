package workshop.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workshop.course.FileTree;

/**
 * The folder {@code docs/events}: a schema and an example for each event. The example's detail is valid against the schema,
 * and the schema is the one that the solution's own tests use.
 */
final class EventExamples {
    private static final String SCHEMA = ".schema.json";
    private static final String EXAMPLE = ".example.json";

    private final Path root;
    private final Path folder;

    EventExamples(Path root) {
        this.root = root;
        this.folder = root.resolve("docs/events");
    }

    List<Mistake> check() throws IOException {
        List<Mistake> mistakes = new ArrayList<>();
        for (Path schema : new FileTree(folder).files(SCHEMA)) {
            String name = schema.getFileName().toString();
            String event = name.substring(0, name.length() - SCHEMA.length());
            Path example = folder.resolve(event + EXAMPLE);
            if (Files.isRegularFile(example)) {
                validate(event, schema, example, mistakes);
            } else {
                mistakes.add(new Mistake(root.relativize(schema), 1, "there is no " + event + EXAMPLE + " beside it"));
            }
            same(schema, name, mistakes);
        }
        return mistakes;
    }

    private void validate(String event, Path schema, Path example, List<Mistake> mistakes) throws IOException {
        JsonNode envelope = new ObjectMapper().readTree(Files.readString(example));
        if (!envelope.path("detail-type").asText().equals(event)) {
            mistakes.add(new Mistake(root.relativize(example), 1, "its detail-type is not " + event));
        }
        Schema parsed = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(schema));
        parsed.validate(envelope.path("detail").toString(), InputFormat.JSON)
                .forEach(error -> mistakes.add(
                        new Mistake(root.relativize(example), 1, "its detail is against the schema: " + error)));
    }

    private void same(Path schema, String name, List<Mistake> mistakes) throws IOException {
        List<Path> copies = new FileTree(root.resolve("solution/src")).files(name);
        if (copies.isEmpty()) {
            mistakes.add(new Mistake(root.relativize(schema), 1, "solution/src has no copy of it for its tests"));
        }
        for (Path copy : copies) {
            if (Files.mismatch(schema, copy) >= 0) {
                mistakes.add(new Mistake(
                        root.relativize(schema), 1, "it differs from " + root.relativize(copy) + ": copy one over"));
            }
        }
    }
}
