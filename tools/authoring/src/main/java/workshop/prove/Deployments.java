package workshop.prove;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import workshop.aws.AccountAccess;
import workshop.cloud.Account;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.course.CourseException;
import workshop.course.TextFile;
import workshop.course.carve.Checkpoint;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.testing.Selection;
import workshop.course.testing.Settings;
import workshop.course.testing.TestProject;
import workshop.course.testing.TestResult;
import workshop.course.testing.TestRun;

/**
 * Proofs 2, 3 and 5 in the local cloud: a participant's way, each step fresh and then finished, deployed over what was there
 * before. Nothing is lost or replaced on the way, the end-to-end tests of earlier steps pass in a fresh step, and those of
 * its own too once it is finished.
 */
final class Deployments {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Course course;
    private final Path folder;
    private final Function<String, List<Path>> classPaths;
    private final Report report;
    private JsonNode before = Json.object();
    private KeptItem item;

    Deployments(Course course, Path folder, Function<String, List<Path>> classPaths, Report report) {
        this.course = course;
        this.folder = folder;
        this.classPaths = classPaths;
        this.report = report;
    }

    /** Goes through these steps, and on to the fresh checkpoint of the one after them. */
    void prove(List<Step> steps) {
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            for (Step step : steps) {
                stop(account, step, 0);
                stop(account, step, step.todos().size());
            }
            int next = steps.get(steps.size() - 1).step() + 1;
            if (next <= course.steps().size()) {
                stop(account, course.step(next), 0);
            }
        }
    }

    private void stop(Account account, Step step, int done) {
        Checkpoint checkpoint = course.finish().after(step, done);
        String who = (done == 0 ? "the fresh " : "the finished ") + step.folder();
        String pom = checkpoint.text("pom.xml");
        try (TestProject project = new TestProject(
                folder,
                Settings.of(pom).withoutEnvironment(),
                classPaths.apply(pom),
                access(account).environment())) {
            project.put(checkpoint.files());
            String problems = project.compile();
            if (!problems.isEmpty()) {
                report.found(step, who + " compiles", problems);
                return;
            }
            Path assembly = new CdkApp(folder, course.repository()).synthesize();
            if (deploy(account, step, who, assembly)) {
                endToEnd(project, step, done, who);
            }
        } catch (CourseException e) {
            report.found(step, who + " synthesizes", e.getMessage());
        }
    }

    private static AccountAccess access(Account account) {
        return AccountAccess.ofLocalCloud(account.endpoint());
    }

    private boolean deploy(Account account, Step step, String who, Path assembly) {
        CloudAssembly.Stack stack = CloudAssembly.read(assembly).stack(null);
        JsonNode resources = keepsResources(account, step, who, stack.template());
        try {
            Map<String, String> outputs = account.deploy(assembly, stack.name(), warning -> {});
            before = resources;
            new TextFile(folder.resolve("cdk-outputs.json"))
                    .write(Json.MAPPER
                            .valueToTree(Map.of(stack.name(), outputs))
                            .toString());
            keepsItems(account, step, who, outputs.get("TableName"));
            return true;
        } catch (AwsError e) {
            report.found(step, who + " can be deployed over what was there before", e.getMessage());
            return false;
        }
    }

    /** @return the resources of the template */
    private JsonNode keepsResources(Account account, Step step, String who, String text) {
        JsonNode now = Json.read(text).path("Resources");
        for (var resource : before.properties()) {
            JsonNode after = now.path(resource.getKey());
            String type = resource.getValue().path("Type").asText();
            if (after.isMissingNode()) {
                report.found(step, who + " still has the " + type + " " + resource.getKey(), "it is gone");
            } else if (!after.path("Type").asText().equals(type)
                    || account.resourceTypes()
                            .get(type)
                            .replaces(resource.getValue().path("Properties"), after.path("Properties"))) {
                report.found(
                        step,
                        who + " updates the " + type + " " + resource.getKey(),
                        "it is replaced: " + resource.getValue() + "\nbecomes: " + after);
            }
        }
        return now;
    }

    private void keepsItems(Account account, Step step, String who, String table) {
        if (table == null) {
            report.found(step, who + " has the output TableName", "it has none");
            return;
        }
        boolean isFirst = item == null;
        item = new KeptItem(access(account), table);
        if (isFirst) {
            item.put();
        } else if (!item.isThere()) {
            report.found(step, who + " keeps the items of the table", "an item that was put into it before is gone");
            item.put();
        }
    }

    /** A fresh step passes the end-to-end tests that an earlier step has, a finished one all of its own. */
    private void endToEnd(TestProject project, Step step, int done, String who) {
        Selection all = Selection.endToEndTests(folder);
        Selection selection = done == 0 ? all.only(earlierClasses(step)) : all;
        if (selection.isEmpty()) {
            return;
        }
        TestRun run = project.run(selection, () -> LIMIT);
        if (run.isBroken()) {
            report.found(step, who + " passes its end-to-end tests", run.broken());
        }
        for (TestName test : run.failed()) {
            report.found(
                    step,
                    who + " passes the end-to-end test " + test,
                    run.failure(test).map(TestResult::message).orElse(""));
        }
        run.skipped().forEach(test -> report.found(step, test + " runs", "it is skipped"));
        report.tests(
                step, run.passed().size() + run.failed().size(), run.passed().size());
    }

    private List<String> earlierClasses(Step step) {
        return step.step() == 1
                ? List.of()
                : course.finish().after(course.step(step.step() - 1), 0).files().keySet().stream()
                        .filter(path -> path.endsWith(".java"))
                        .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length()))
                        .collect(Collectors.toList());
    }
}
