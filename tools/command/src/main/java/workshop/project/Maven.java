package workshop.project;

import java.nio.file.Path;
import workshop.terminal.SearchPath;

/** Which Maven to use: the one that people would get by typing {@code mvn}, else the repository's wrapper. */
public record Maven(Path home) {
    /** As --quiet, but with what the compiler warns of. */
    public static final String WARNINGS_ONLY = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn";

    public String program() {
        return isOnPath() ? "mvn" : wrapper().toString();
    }

    /** How people type it in a folder of the repository, such as {@code ../mvnw}. */
    public String typedIn(Path folder) {
        if (isOnPath()) {
            return "mvn";
        }
        boolean isOnSameDrive = folder.getRoot().equals(home.getRoot());
        return (isOnSameDrive ? folder.relativize(wrapper()) : wrapper()).toString();
    }

    private static boolean isOnPath() {
        return SearchPath.ofEnvironment().find("mvn").isPresent();
    }

    /** The wrapper, which downloads the right Maven when it is first used. */
    public Path wrapper() {
        return home.resolve(SearchPath.isWindows() ? "mvnw.cmd" : "mvnw");
    }
}
