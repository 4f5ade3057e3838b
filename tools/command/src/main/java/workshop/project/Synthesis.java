package workshop.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.cloud.lambda.ClassArchive;
import workshop.terminal.PlainCommand;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/**
 * Builds a project and turns it into a cloud assembly, with the CDK CLI that the project pins. What is up to date is not
 * done again.
 *
 * <p>It has a folder of its own, so that what people synthesize themselves, perhaps for AWS, is not touched.
 */
public record Synthesis(Project project, Terminal terminal) {
    /** Who gets the mail of the local cloud; nothing leaves the machine. */
    static final String MAIL_ADDRESS = "you@example.com";

    private static final String FOLDER = "target/local/cdk.out";
    private static final String LOCK = "target/local/lock";
    private static final String STAMP = "target/local/synthesized";
    private static final List<String> SOURCES = List.of("src/main", "pom.xml", "cdk.json", "package-lock.json");
    private static final List<String> MADE = List.of("target/classes", "target/lambda", FOLDER + "/manifest.json");

    private static final List<String> SYNTH =
            List.of("synth", "--quiet", "--output", FOLDER, "-c", "notificationEmail=" + MAIL_ADDRESS);

    /** The folder of the cloud assembly, made now if it is not up to date; throws {@link Problem} if it can't be made. */
    public Path assembly() {
        return new FolderLock(project.file(LOCK), "builds " + project.name()).during(terminal, this::make);
    }

    private Path make() {
        Cdk cdk = Cdk.of(project, terminal);
        cdk.install();
        build().run(() -> {
            PlainCommand synth = cdk.command(Map.of(), SYNTH);
            synth.run(terminal, "building and synthesizing " + project.name());
            if (!Files.exists(manifest())) {
                throw new Problem(
                        "The CDK CLI ended as if all were well, but there is no " + manifest() + ".",
                        "Is the disk full? ./workshop doctor. Else run it yourself in " + project.folder() + ": "
                                + synth.typed());
            }
        });
        archiveClasses();
        return project.file(FOLDER);
    }

    /** So that the processes of the functions start faster. */
    private void archiveClasses() {
        CloudAssembly.Stack stack = CloudAssembly.read(project.file(FOLDER)).stack(null);
        List<String> handlers = Json.read(stack.template()).path("Resources").findValuesAsText("Handler");
        stack.assets().stream()
                .map(CloudAssembly.Asset::path)
                .filter(Files::isDirectory)
                .forEach(code -> new ClassArchive(code).make(handlers));
    }

    /** Deletes what was built of other sources, for a Maven that is asked by somebody else. */
    public void clear() {
        build().clear();
    }

    private Build build() {
        return new Build(project.file(STAMP), files(SOURCES), files(MADE));
    }

    private List<Path> files(List<String> names) {
        return names.stream().map(project::file).toList();
    }

    private Path manifest() {
        return project.file(FOLDER).resolve("manifest.json");
    }
}
