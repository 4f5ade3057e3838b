package workshop.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import workshop.terminal.NodeJs;
import workshop.terminal.PlainCommand;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** The CDK CLI that a project pins. */
public record Cdk(Project project, Maven maven, Terminal terminal) {
    private static final Map<String, String> QUIET = Map.of(
            "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20", //
            "CDK_DISABLE_CLI_TELEMETRY", "true");

    public static Cdk of(Project project, Terminal terminal) {
        return new Cdk(project, Repository.ofLauncher().maven(), terminal);
    }

    public static String pinned(Project project) {
        return json(project.file("package-lock.json"))
                .at("/packages/node_modules~1aws-cdk/version")
                .asText();
    }

    /** The version that a project has; empty if nothing is installed there. */
    public static Optional<String> installed(Project project) {
        Path installed = project.file("node_modules/aws-cdk/package.json");
        return Files.exists(installed)
                ? Optional.of(json(installed).path("version").asText())
                : Optional.empty();
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new Problem("Can't read " + file + ": " + e.getMessage(), "Fix the file, or get it back.", e);
        }
    }

    /** Installs it if the one that is pinned isn't there; throws {@link Problem} if that can't be done. */
    public void install() {
        NodeJs.ofEnvironment().require();
        boolean isWhole = Files.exists(project.file("node_modules/.package-lock.json"));
        if (!isWhole || !installed(project).equals(Optional.of(pinned(project)))) {
            new PlainCommand(project.folder(), "npm", "ci", "--no-audit", "--no-fund")
                    .run(
                            terminal,
                            "installing the CDK CLI",
                            "Check the network with ./workshop doctor, or run it yourself in " + project.folder()
                                    + ".");
        }
    }

    /** One of its commands, such as "deploy", "--outputs-file", "cdk-outputs.json", with variables in addition. */
    public PlainCommand command(Map<String, String> environment, List<String> words) {
        List<String> typed = new ArrayList<>(List.of("npx", "--no-install", "cdk"));
        typed.addAll(words);
        String mvn = maven.typedIn(project.folder());
        if (!mvn.equals("mvn")) {
            // cdk.json says mvn, which isn't there; the wrapper stands in for it
            typed.addAll(List.of("--app", app().replaceFirst("^mvn ", quoted(mvn) + " ")));
        }
        Map<String, String> variables = new HashMap<>(QUIET);
        variables.putAll(environment);
        return new PlainCommand(project.folder(), variables, typed);
    }

    private String app() {
        return json(project.file("cdk.json")).path("app").asText();
    }

    private static String quoted(String program) {
        return Matcher.quoteReplacement(program.contains(" ") ? '"' + program + '"' : program);
    }
}
