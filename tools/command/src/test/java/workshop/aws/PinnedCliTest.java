package workshop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.project.Cdk;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.Terminal;

/** What the CDK CLI sends changes with its versions: the local cloud understands the pinned one. */
class PinnedCliTest {
    private static final Project SOLUTION = Repository.ofLauncher().project(Project.DEFAULT);

    @TempDir
    private Path folder;

    @Test
    void deploysComparesAndDestroys() throws Exception {
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(SOLUTION.file(file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Files.writeString(folder.resolve("cdk.json"), "{\"app\": \"cdk.out\"}");
        synthesize(folder.resolve("cdk.out"));
        Cdk cdk = Cdk.of(new Project(folder), new Terminal(System.out, System.err, false, ""));
        cdk.install();
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            assertThat(run(cdk, account, "deploy", "--require-approval", "never", "--outputs-file", "outputs.json"))
                    .contains("Things");
            assertThat(folder.resolve("outputs.json")).content().contains("/things\"");
            assertThat(run(cdk, account, "diff")).contains("Number of stacks with differences: 0");
            assertThat(run(cdk, account, "destroy", "--force")).contains("destroyed");
        }
    }

    /** As synth leaves it: a stack with one queue, whose template is an asset, and a file that is another. */
    private static void synthesize(Path out) throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("code.txt"), "code");
        Files.writeString(out.resolve("template.json"), """
                {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "things"}}},
                 "Outputs": {"Queue": {"Value": {"Ref": "Queue"}}}}""");
        Files.writeString(out.resolve("assets.json"), """
                {"version": "36.0.0", "files": {
                  "t": {"source": {"path": "template.json", "packaging": "file"}, "destinations": {"here": {
                        "bucketName": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "t.json"}}},
                  "c": {"source": {"path": "code.txt", "packaging": "file"}, "destinations": {"here": {
                        "bucketName": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "c.txt"}}}}}""");
        Files.writeString(out.resolve("manifest.json"), """
                {"version": "36.0.0", "artifacts": {
                  "Things.assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}},
                  "Things": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
                             "properties": {"templateFile": "template.json", "stackTemplateAssetObjectUrl":
                                 "s3://cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}/t.json"},
                             "dependencies": ["Things.assets"]}}}""");
    }

    private String run(Cdk cdk, Account account, String... words) throws IOException, InterruptedException {
        Map<String, String> environment =
                AccountAccess.ofLocalCloud(account.endpoint()).environment();
        ProcessBuilder builder = new ProcessBuilder(
                        cdk.command(environment, List.of(words)).words())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
