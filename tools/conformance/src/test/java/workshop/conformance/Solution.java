package workshop.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.lambda.Code;
import todo.infra.TodoStack;

/** The solution as this repository has it: its synthesized template and its documents. */
final class Solution {
    static final Path DOCS = Path.of("..", "..", "docs").toAbsolutePath().normalize();
    private static final JsonNode RESOURCES = synthesize();

    private Solution() {}

    /** The template's resources by logical id; synthesized once, as it takes seconds. */
    static JsonNode resources() {
        return RESOURCES;
    }

    private static JsonNode synthesize() {
        try {
            Path code = Files.createTempDirectory("contract");
            try {
                TodoStack stack = new TodoStack(
                        new App(), "Contract", StackProps.builder().build(), Code.fromAsset(code.toString()));
                return new ObjectMapper()
                        .valueToTree(Template.fromStack(stack).toJSON())
                        .path("Resources");
            } finally {
                Files.delete(code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file under {@code docs/}; empty if there is none. */
    static String document(String name) {
        try {
            Path file = DOCS.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
