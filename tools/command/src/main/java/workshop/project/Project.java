package workshop.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import workshop.terminal.Problem;

/** A CDK project of the workshop: the solution or one of the steps. */
public record Project(Path folder) {
    /** The one that is meant when none is named. */
    public static final String DEFAULT = "solution";

    /**
     * Finds a project.
     *
     * @param named a folder, or the number of a step
     * @param home the repository's folder
     * @param here the folder in which the person is
     * @throws Problem if there is no such project
     */
    public static Project find(String named, Path home, Path here) {
        if (named.matches("\\d+")) {
            return step(named, home);
        }
        return Stream.of(here.resolve(named), home.resolve(named))
                .map(Path::normalize)
                .filter(Project::isProject)
                .findFirst()
                .map(Project::new)
                .orElseThrow(() -> new Problem(
                        "There is no project " + named + ": no folder of that name has a cdk.json and a pom.xml.",
                        "Name one of " + names(home) + ", or another folder."));
    }

    private static Project step(String number, Path home) {
        return all(home).stream()
                .filter(project -> project.name().startsWith("step-" + number + "-"))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "There is no step " + number + " in " + home + ".", "Name one of " + names(home) + "."));
    }

    private static boolean isProject(Path folder) {
        return Files.exists(folder.resolve("cdk.json")) && Files.exists(folder.resolve("pom.xml"));
    }

    /** All of a repository, by name. */
    public static List<Project> all(Path home) {
        try (Stream<Path> folders = Files.list(home)) {
            return folders.filter(Project::isProject).sorted().map(Project::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list " + home, e);
        }
    }

    private static List<String> names(Path home) {
        return all(home).stream().map(Project::name).toList();
    }

    public String name() {
        return folder.getFileName().toString();
    }

    public Path file(String path) {
        return folder.resolve(path);
    }
}
