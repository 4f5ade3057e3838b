package todo.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;

/**
 * The CDK application: {@code npx cdk synth} runs it.
 *
 * <p>Context: {@code -c notificationEmail=you@example.com} who gets the email, {@code -c stackName=…} another name than
 * {@code TodoEvents}.
 */
public final class TodoApp {
    /** The Lambda package, as {@code mvn package} builds it. */
    private static final Path LAMBDA_PACKAGE = Path.of("target", "lambda");

    private TodoApp() {}

    public static void main(String[] args) {
        if (!Files.isDirectory(LAMBDA_PACKAGE.resolve("lib"))) {
            throw new IllegalStateException("There is no Lambda package in " + LAMBDA_PACKAGE.toAbsolutePath()
                    + ". Run: mvn package -DskipTests");
        }
        App app = new App();
        Object stackName = app.getNode().tryGetContext("stackName");
        new TodoStack(
                app,
                stackName == null ? "TodoEvents" : stackName.toString(),
                StackProps.builder()
                        .description("Events workshop: a to-do list that publishes what happens to it")
                        .build(),
                Code.fromAsset(LAMBDA_PACKAGE.toString()));
        app.synth();
    }
}
