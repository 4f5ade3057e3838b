package workshop.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workshop.cloud.Json;
import workshop.course.FileTree;
import workshop.course.TextFile;

/**
 * The folder {@code docs/events}: a schema and an example for each event. The example's detail is valid against the schema,
 * and the schema is the one that the solution's own tests use.
 */
record EventExamples(Path root) {
    private static final String SCHEMA = ".schema.json";
    private static final String EXAMPLE = ".example.json";

    List<Mistake> check() {
        List<Mistake> mistakes = new ArrayList<>();
        for (Path schema : new FileTree(root.resolve("docs/events")).files(SCHEMA)) {
            String name = schema.getFileName().toString();
            String event = name.substring(0, name.length() - SCHEMA.length());
            Path example = schema.resolveSibling(event + EXAMPLE);
            if (Files.isRegularFile(example)) {
                validate(event, schema, example, mistakes);
            } else {
                mistakes.add(new Mistake(root.relativize(schema), 1, "there is no " + event + EXAMPLE + " beside it"));
            }
            same(schema, name, mistakes);
        }
        return mistakes;
    }

    private void validate(String event, Path schema, Path example, List<Mistake> mistakes) {
        JsonNode envelope = Json.read(new TextFile(example).read());
        if (!envelope.path("detail-type").asText().equals(event)) {
            mistakes.add(new Mistake(root.relativize(example), 1, "its detail-type is not " + event));
        }
        Schema parsed = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new TextFile(schema).read());
        parsed.validate(envelope.path("detail").toString(), InputFormat.JSON)
                .forEach(error -> mistakes.add(
                        new Mistake(root.relativize(example), 1, "its detail is against the schema: " + error)));
    }

    private void same(Path schema, String name, List<Mistake> mistakes) {
        List<Path> copies = new FileTree(root.resolve("solution/src")).files(name);
        if (copies.isEmpty()) {
            mistakes.add(new Mistake(root.relativize(schema), 1, "solution/src has no copy of it for its tests"));
        }
        for (Path copy : copies) {
            if (!new TextFile(schema).read().equals(new TextFile(copy).read())) {
                mistakes.add(new Mistake(
                        root.relativize(schema), 1, "it differs from " + root.relativize(copy) + ": copy one over"));
            }
        }
    }
}
