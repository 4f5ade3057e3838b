package workshop.terminal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folders in which the operating system looks for programs. */
public record SearchPath(List<Path> folders, List<String> endings) {

    public static SearchPath ofEnvironment() {
        String path = System.getenv().getOrDefault("PATH", "");
        return new SearchPath(
                List.of(path.split(File.pathSeparator)).stream()
                        // On Windows, some are in quotes
                        .map(folder -> isWindows() ? folder.replace("\"", "") : folder)
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of)
                        .toList(),
                isWindows() ? List.of(".cmd", ".exe", ".bat") : List.of(""));
    }

    public static boolean isWindows() {
        return File.separatorChar == '\\';
    }

    /** The file that runs when someone types this word. */
    public Optional<Path> find(String program) {
        return folders.stream()
                .flatMap(folder -> endings.stream().map(ending -> folder.resolve(program + ending)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
