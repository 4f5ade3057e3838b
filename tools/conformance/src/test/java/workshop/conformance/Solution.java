package workshop.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

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
                Stack stack = stack(Code.fromAsset(code.toString()));
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

    /** The solution's jar is what goes to Lambda, without the stack: that is in the folder of classes only. */
    private static Stack stack(Code code) {
        try {
            URL classes =
                    Path.of("..", "..", "solution", "target", "classes").toUri().toURL();
            @SuppressWarnings("resource") // open as long as its classes are in use
            ClassLoader loader = new URLClassLoader(new URL[] {classes}, Solution.class.getClassLoader());
            return (Stack) Class.forName("todo.infra.TodoStack", true, loader)
                    .getConstructor(Construct.class, String.class, StackProps.class, Code.class)
                    .newInstance(new App(), "Contract", StackProps.builder().build(), code);
        } catch (ReflectiveOperationException | MalformedURLException e) {
            throw new IllegalStateException("The solution has no stack to synthesize: build it first", e);
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
