package todo.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The stack that is tested.
 *
 * @param name its name
 * @param outputs what {@code cdk deploy} printed of it
 */
record DeployedStack(String name, JsonObject outputs) {
    private static final Path FILE = Path.of("cdk-outputs.json").toAbsolutePath();
    private static final String DEPLOY = "In " + FILE.getParent()
            + ", run: npx cdk deploy -c notificationEmail=you@example.com --outputs-file cdk-outputs.json";

    /** The stack in {@code cdk-outputs.json}; throws {@link IllegalStateException} saying what to run if there is none. */
    static DeployedStack find() {
        if (!Files.exists(FILE)) {
            throw new IllegalStateException("There is no " + FILE + ", which says where the stack is. " + DEPLOY);
        }
        try {
            JsonObject stacks = JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
            return stacks.entrySet().stream()
                    .filter(stack -> stack.getValue().getAsJsonObject().has("ApiUrl"))
                    .findFirst()
                    .map(stack ->
                            new DeployedStack(stack.getKey(), stack.getValue().getAsJsonObject()))
                    .orElseThrow(() -> new IllegalStateException(
                            FILE + " has no stack with an ApiUrl, but " + stacks.keySet() + ". " + DEPLOY));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + FILE, e);
        }
    }

    /** An output of the stack; throws {@link IllegalStateException} saying what to run if it is not there. */
    String output(String key) {
        JsonElement value = outputs.get(key);
        if (value == null) {
            throw new IllegalStateException("The stack " + name + " has no output " + key + ", but " + outputs.keySet()
                    + ". Is the step done that adds it? " + DEPLOY);
        }
        return value.getAsString();
    }

    /** The log of a function, whose handler class is given by its simple name. */
    LogGroup logOf(String handler) {
        return new LogGroup("/" + name + "/" + handler);
    }
}
