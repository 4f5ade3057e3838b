package workshop.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

    /** Whether somebody's Maven builds this folder or one around it, as far as the system shows what others run. */
    public static boolean isAtWork(Path folder) {
        Stream<Path> around = Stream.iterate(folder.toAbsolutePath(), Objects::nonNull, Path::getParent);
        List<String> marks = around.map(one -> "-Dmaven.multiModuleProjectDirectory=" + one + " ")
                .toList();
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .anyMatch(command -> marks.stream().anyMatch(command::contains));
    }

    private static boolean isOnPath() {
        return SearchPath.ofEnvironment().find("mvn").isPresent();
    }

    /** The wrapper, which downloads the right Maven when it is first used. */
    public Path wrapper() {
        return home.resolve(SearchPath.isWindows() ? "mvnw.cmd" : "mvnw");
    }
}
