package workshop.machine;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.project.Maven;
import workshop.terminal.Diagnosis;
import workshop.terminal.NodeJs;
import workshop.terminal.Reply;
import workshop.terminal.Requirement;
import workshop.terminal.SearchPath;

/** The programs that the workshop needs. */
record Programs(Path home) {
    private static final Pattern MAVEN_VERSION = Pattern.compile("Apache Maven (\\d+\\.\\d+\\.\\d+\\S*)");
    private static final Version OLDEST_MAVEN = Version.parse("3.6.3");

    /** What a Maven that fails says of it, with the reason last. */
    private static final Pattern MAVEN_COMPLAINT = Pattern.compile("(?m)^\\[(?:FATAL|ERROR)] +(\\S.*)$");

    List<Diagnosis> diagnoses() {
        return List.of(
                java(Runtime.version().feature(), Path.of(System.getProperty("java.home"))),
                node(NodeJs.ofEnvironment()),
                npx(SearchPath.ofEnvironment().find("npx").isPresent()),
                maven(),
                git(Reply.version(home, "git")));
    }

    /** @param home the folder that JAVA_HOME would name */
    static Diagnosis java(int version, Path home) {
        boolean compiles = Files.exists(home.resolve(SearchPath.isWindows() ? "bin/javac.exe" : "bin/javac"));
        return new Diagnosis(
                "Java",
                version >= Requirement.JAVA && compiles,
                version + (compiles ? "" : ", but " + home + " has no compiler: it is a JRE"),
                Requirement.installs("java"));
    }

    static Diagnosis node(NodeJs node) {
        return new Diagnosis("Node.js", node.isGood(), node.found(), Requirement.installs("node"));
    }

    private static Diagnosis npx(boolean found) {
        return new Diagnosis("npx", found, found ? "found" : "not found", Requirement.installs("npx"));
    }

    /** Lets Maven read its settings and begin a build without a network, as far as the first phase, which does nothing. */
    private Diagnosis maven() {
        Maven maven = new Maven(home);
        Optional<Path> onPath = SearchPath.ofEnvironment().find("mvn");
        Path program = onPath.orElse(maven.wrapper());
        String where = onPath.isPresent() ? "mvn on the PATH" : "the repository's ./mvnw";
        if (!Files.exists(program)) {
            return new Diagnosis(
                    "Maven", false, "not found", "Get the whole repository again: it brings Maven's wrapper.");
        }
        return maven(
                where,
                Reply.of(
                        home,
                        program,
                        List.of("--show-version", "--batch-mode", "--offline", "--non-recursive", "pre-clean")));
    }

    static Diagnosis maven(String where, Reply reply) {
        Matcher version = MAVEN_VERSION.matcher(reply.text());
        if (!version.find()) {
            return new Diagnosis(
                    "Maven", false, where + " does not start: " + reply.text(), "Type it, and fix what it names.");
        }
        if (reply.exit() != 0) {
            return new Diagnosis("Maven", false, where + ": " + complaint(reply.text()), "Fix what it names.");
        }
        return new Diagnosis(
                "Maven",
                Version.parse(version.group(1)).compareTo(OLDEST_MAVEN) >= 0,
                version.group(1) + ", " + where,
                "Its plugins need " + OLDEST_MAVEN
                        + ". Install a newer one, or take this off the PATH: the repository brings its own.");
    }

    private static String complaint(String text) {
        return MAVEN_COMPLAINT
                .matcher(text)
                .results()
                .map(line -> line.group(1))
                .filter(line -> !line.matches("(Error executing Maven|1 problem was|To see|Re-run|For more|\\[Help).*"))
                .findFirst()
                .orElse(text);
    }

    static Diagnosis git(String found) {
        String version = found.replace("git version ", "");
        return new Diagnosis("Git", !version.equals(found), version, Requirement.installs("git"));
    }
}
