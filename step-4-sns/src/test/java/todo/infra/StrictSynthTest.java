package todo.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.CloudFormationValidatePlugin;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.sqs.CfnQueue;
import software.amazon.awscdk.services.sqs.Queue;
import todo.testing.StackTemplate;

/**
 * One synth under the strictest rules there are: CDK's own of CloudFormation templates, and cdk-nag's pack AwsSolutions.
 *
 * @see <a href="https://github.com/cdklabs/cdk-nag/blob/main/RULES.md#awssolutions">The rules of AwsSolutions</a>
 */
class StrictSynthTest {
    /** What the system does against a rule, and why. */
    private static final List<NagPackSuppression> ACCEPTED = List.of(
            accepted("AwsSolutions-APIG1", "the functions' logs show each request; an access log costs extra"),
            accepted("AwsSolutions-APIG2", "the functions validate, so that each 400 says what was wrong"),
            accepted("AwsSolutions-APIG3", "a web ACL is billed by the month, used or not; the stage throttles"),
            accepted("AwsSolutions-APIG4", "the workshop's API is open to all, as docs/aws.md warns"),
            accepted("AwsSolutions-APIG6", "stage logging needs a role that all APIs of the account share"),
            accepted("AwsSolutions-COG4", "the workshop's API is open to all, as docs/aws.md warns"),
            accepted("AwsSolutions-SQS3", "the queues are themselves where failed events end; people empty them"));

    private static final NagPackSuppression LIST_STREAMS =
            accepted("AwsSolutions-IAM5", "dynamodb:ListStreams can't be narrowed to a table: CDK allows it on all");

    private static CloudFormationValidatePlugin templateRules;

    @TempDir
    private Path folder;

    /** One for all synths, and for all runs of a process that runs the tests again: it takes seconds to read its rules. */
    @RegisterExtension
    static final BeforeAllCallback READS_RULES_ONCE = context ->
            templateRules = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create("cloudformation-validate"))
                    .computeIfAbsent(
                            "rules",
                            key -> CloudFormationValidatePlugin.Builder.create().build(),
                            CloudFormationValidatePlugin.class);

    @Test
    void neither_CDK_nor_AwsSolutions_finds_anything_in_the_template() throws IOException {
        App app = app();
        Code code = Code.fromAsset(Files.createDirectory(folder.resolve("code")).toString());
        Stack stack = new TodoStack(app, "TodoEvents", StackProps.builder().build(), code);
        NagSuppressions.addStackSuppressions(stack, ACCEPTED);
        NagSuppressions.addResourceSuppressionsByPath(
                stack, "/TodoEvents/Stream/StreamPublisherRole/DefaultPolicy/Resource", List.of(LIST_STREAMS));

        assertThat(findings(app))
                .as("CDK's own rules and AwsSolutions find nothing in the template")
                .isEmpty();
    }

    @Test
    void both_find_what_is_wrong_with_another_template() throws IOException {
        App app = app();
        Stack stack = new Stack(app, "Wrong");
        Queue queue = Queue.Builder.create(stack, "OpenToPlainHttp").build();
        ((CfnQueue) queue.getNode().getDefaultChild()).addPropertyOverride("DelaySeconds", "soon");

        assertThat(findings(app))
                .anyMatch(finding -> finding.contains("AwsSolutions-SQS4"))
                .anyMatch(finding -> finding.contains("DelaySeconds"));
    }

    private App app() {
        Map<String, Object> context = new HashMap<>(StackTemplate.WITH_MAIL);
        context.put("@aws-cdk/core:validateAgainstDefaultRules", true);
        context.put("@aws-cdk/core:annotationsInValidationReport", true);
        context.put("@aws-cdk/core:failSynthOnValidationErrors", false);
        App app = new App(AppProps.builder()
                .context(context)
                .outdir(folder.resolve("cdk.out").toString())
                .build());
        Validations.of(app).addPlugins(templateRules);
        Aspects.of(app).add(new AwsSolutionsChecks());
        return app;
    }

    /** What the report of a synth says, and of which constructs. */
    private List<String> findings(App app) throws IOException {
        app.synth();
        Path report = folder.resolve("cdk.out").resolve("validation-report.json");
        List<String> findings = new ArrayList<>();
        if (Files.exists(report)) {
            JsonObject json = JsonParser.parseString(Files.readString(report)).getAsJsonObject();
            for (JsonElement plugin : json.getAsJsonArray("pluginReports")) {
                for (JsonElement violation : plugin.getAsJsonObject().getAsJsonArray("violations")) {
                    findings.add(text(violation.getAsJsonObject()));
                }
            }
        }
        return findings;
    }

    private static String text(JsonObject violation) {
        List<String> constructs = new ArrayList<>();
        for (JsonElement construct : violation.getAsJsonArray("violatingConstructs")) {
            constructs.add(construct.getAsJsonObject().get("constructPath").getAsString());
        }
        return violation.get("ruleName").getAsString() + ": "
                + violation.get("description").getAsString().strip() + " At " + constructs;
    }

    private static NagPackSuppression accepted(String rule, String reason) {
        return NagPackSuppression.builder().id(rule).reason(reason).build();
    }
}
