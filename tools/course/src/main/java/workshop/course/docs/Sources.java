package workshop.course.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.manifest.Manifests;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/** Where a repository says what the guides refer to. */
final class Sources {
    private static final Pattern COMMAND = Pattern.compile("@Command\\(\\s*name = \"([a-z][a-z0-9-]*)\"");

    private static final Set<String> NOT_FOR_PARTICIPANTS = Set.of("workshop", "course");

    private Sources() {}

    /** The TODOs of all steps, by id, from their manifests; none if the repository has no manifests. */
    static Map<String, Task> tasks(Path root) {
        Map<String, Task> tasks = new TreeMap<>();
        Path folder = root.resolve("tools/course/steps");
        if (Files.isDirectory(folder)) {
            for (Step step : Manifests.read(folder)) {
                for (Todo todo : step.todos()) {
                    String id = todo.id().toString();
                    tasks.put(id, new Task(id, step.folder(), todo.title(), todo.file(), todo.hints()));
                }
            }
        }
        return tasks;
    }

    /** What can follow {@code ./workshop}: the names of the command's subcommands. */
    static Set<String> commands(Path root) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : List.of("tools/command", "tools/course")) {
            for (Path source : files(root.resolve(module).resolve("src/main/java"), ".java")) {
                Matcher command = COMMAND.matcher(Files.readString(source));
                while (command.find()) {
                    names.add(command.group(1));
                }
            }
        }
        names.removeAll(NOT_FOR_PARTICIPANTS);
        return names;
    }

    /** The files below a folder whose names end so, sorted; none if there is no such folder. */
    static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
