package workshop.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import workshop.terminal.Problem;

/** The repository of the workshop: its folder, and the one in which the person is. */
public record Repository(Path home, Path here) {

    public static Repository ofLauncher() {
        return new Repository(
                Path.of(System.getProperty("workshop.home", "."))
                        .toAbsolutePath()
                        .normalize(),
                Path.of("").toAbsolutePath());
    }

    public Maven maven() {
        return new Maven(home);
    }

    /**
     * Finds a project.
     *
     * @param named a folder, or a step such as 2 or step-2; if empty, the one in whose folder the person is, else the solution
     * @throws Problem if there is no such project
     */
    public Project project(String named) {
        if (named.isEmpty()) {
            return Stream.iterate(here, Objects::nonNull, Path::getParent)
                    .filter(Repository::isProject)
                    .findFirst()
                    .map(Project::new)
                    .orElseGet(() -> project(Project.DEFAULT));
        }
        if (named.matches("(step-)?\\d+")) {
            return step(named.replace("step-", ""));
        }
        return Stream.of(here.resolve(named), home.resolve(named))
                .map(Path::normalize)
                .filter(Repository::isProject)
                .findFirst()
                .map(Project::new)
                .orElseThrow(() -> new Problem(
                        "There is no project " + named + ": no folder of that name has a cdk.json and a pom.xml.",
                        "Name one of " + names() + ", or another folder."));
    }

    private Project step(String number) {
        return projects().stream()
                .filter(project -> project.name().startsWith("step-" + number + "-"))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "There is no step " + number + " in " + home + ".", "Name one of " + names() + "."));
    }

    public List<Project> projects() {
        try (Stream<Path> folders = Files.list(home)) {
            return folders.filter(Repository::isProject)
                    .sorted()
                    .map(Project::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list " + home, e);
        }
    }

    private static boolean isProject(Path folder) {
        return Files.exists(folder.resolve("cdk.json")) && Files.exists(folder.resolve("pom.xml"));
    }

    private List<String> names() {
        return projects().stream().map(Project::name).toList();
    }
}
