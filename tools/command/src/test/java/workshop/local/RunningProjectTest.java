package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Options;
import workshop.project.Project;
import workshop.terminal.Terminal;

class RunningProjectTest {
    private static final String TRUST = "{'Statement': {'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
            + " 'Principal': {'Service': 'lambda.amazonaws.com'}}}";

    @TempDir
    private Path folder;

    /** Whom {@code up --debug} names, in whichever way. */
    @Test
    void aFunctionIsKnownByItsLogicalIdItsClassAndItsName() throws Exception {
        Files.createDirectory(folder.resolve("code"));
        Files.writeString(folder.resolve("manifest.json"), """
                {"artifacts": {"Test": {"type": "aws:cloudformation:stack",
                 "properties": {"templateFile": "Test.template.json"}}}}""");
        Files.writeString(folder.resolve("Test.assets.json"), """
                {"files": {"code": {"source": {"path": "code"}, "destinations": {"here":
                 {"bucketName": "assets", "objectKey": "k.zip"}}}}}""");
        String function = "{'FunctionName': 'lamp', 'Runtime': 'java25', 'Handler': 'todo.events.StreamPublisher',"
                + " 'Role': {'Fn::GetAtt': ['Switch', 'Arn']}, 'Code': {'S3Bucket': 'cdk-hnb659fds-assets-000000000000-us-east-1', 'S3Key': 'k.zip'}}";
        String template = "{'Resources': {'Switch': {'Type': 'AWS::IAM::Role', 'Properties':"
                + " {'AssumeRolePolicyDocument': " + TRUST + "}},"
                + " 'LightA472F594': {'Type': 'AWS::Lambda::Function', 'Properties': " + function + "}}}";
        Files.writeString(folder.resolve("Test.template.json"), template.replace('\'', '"'));
        try (RunningProject running = RunningProject.of(
                new Project(folder), () -> folder, Options.defaults().withPort(0), Terminal.ofLauncher())) {
            assertThat("LightA472F594 Light StreamPublisher todo.events.StreamPublisher lamp".split(" "))
                    .allMatch(running::hasFunction);
            assertThat("StreamPublischer Switch streampublisher".split(" ")).noneMatch(running::hasFunction);
        }
    }

    /** Of two that are typed at once, one builds and the other says what is wrong, before it waits for that. */
    @Test
    void thePortIsTakenWhileTheProjectIsBuilt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Supplier<Path> building = () -> {
            Port.require(port);
            return folder;
        };
        assertThatThrownBy(() -> RunningProject.of(
                        new Project(folder), building, Options.defaults().withPort(port), Terminal.ofLauncher()))
                .hasMessageStartingWith("Port " + port + " is taken by another \"workshop up\".");
        assertThat(Port.isFree(port)).isTrue();
    }
}
