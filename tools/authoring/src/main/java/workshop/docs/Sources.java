package workshop.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.FileTree;
import workshop.course.TextFile;
import workshop.course.manifest.Manifests;

/** Where a repository says what the guides refer to. */
final class Sources {
    private static final Pattern COMMAND = Pattern.compile("@Command\\(\\s*name = \"([a-z][a-z0-9-]*)\"");

    private Sources() {}

    /** The sections of the TODOs of all steps, by id, from their manifests; none if the repository has no manifests. */
    static Map<String, Section> sections(Path root) {
        Map<String, Section> sections = new TreeMap<>();
        if (Files.isDirectory(root.resolve("tools/course/steps"))) {
            Stream.concat(Manifests.steps(root).stream(), Manifests.extras(root).stream())
                    .forEach(step ->
                            step.todos().forEach(todo -> sections.put(todo.id().toString(), new Section(step, todo))));
        }
        return sections;
    }

    /** The words of the code that participants see, and the names of the tools' files. */
    static Set<String> names(Path root) {
        Set<String> names = new TreeSet<>();
        for (String folder : List.of("solution/src", "tools/course/extras")) {
            for (Path source : new FileTree(root.resolve(folder)).files()) {
                names.addAll(List.of(new TextFile(source).read().split("\\W+")));
            }
        }
        for (Path source : new FileTree(root.resolve("tools")).files(".java")) {
            names.add(source.getFileName().toString().replace(".java", ""));
        }
        return names;
    }

    /** What can follow {@code ./workshop}: the names of the subcommands. */
    static Set<String> commands(Path root) {
        Set<String> names = new TreeSet<>();
        for (String module : List.of("tools/command", "tools/authoring")) {
            for (Path source : new FileTree(root.resolve(module).resolve("src/main/java")).files(".java")) {
                COMMAND.matcher(new TextFile(source).read()).results().forEach(command -> names.add(command.group(1)));
            }
        }
        names.remove("workshop");
        return names;
    }
}
