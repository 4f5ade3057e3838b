package workshop.course.carve;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import workshop.cloud.Jvm;
import workshop.course.CourseException;

/**
 * The formatter of the whole repository. It needs the compiler's internals, which only a JVM of its own can be given
 * without asking every caller for the flags.
 */
final class JavaFormat {
    private static final List<String> COMPILER_INTERNALS = List.of("api", "code", "file", "parser", "tree", "util");

    private JavaFormat() {}

    /** The formatted texts, and what keeps others from being formatted; by text. */
    private record Result(Map<String, String> formatted, Map<String, String> problems) implements Serializable {}

    /**
     * Formats Java files and sorts and cleans their imports.
     *
     * @param files text by path; the path is for messages
     * @throws CourseException if one is not Java
     */
    static Map<String, String> format(Map<String, String> files) {
        if (files.isEmpty()) {
            return Map.of();
        }
        Result result = run(new HashSet<>(files.values()));
        List<String> problems = files.keySet().stream()
                .filter(path -> result.problems().containsKey(files.get(path)))
                .map(path -> path + " can't be formatted, so it isn't Java; look at the stub or the region's borders: "
                        + result.problems().get(files.get(path)))
                .toList();
        if (!problems.isEmpty()) {
            throw new CourseException(problems);
        }
        Map<String, String> formatted = new HashMap<>(files);
        formatted.replaceAll((path, text) -> result.formatted().get(text));
        return formatted;
    }

    /** The process reads all before it writes. */
    private static Result run(HashSet<String> texts) {
        try {
            Process process = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(process.getOutputStream()))) {
                out.writeObject(texts);
            }
            try (ObjectInputStream in = new ObjectInputStream(process.getInputStream())) {
                return (Result) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("The formatter's process failed; what it says is above", e);
        }
    }

    private static List<String> command() {
        List<String> command = Jvm.command("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");
        COMPILER_INTERNALS.forEach(
                name -> command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), JavaFormat.class.getName()));
        return command;
    }

    /** The process: texts in, formatted texts out, exactly as Spotless does it. */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        Result result = new Result(new HashMap<>(), new HashMap<>());
        for (Object read : (Set<?>) new ObjectInputStream(System.in).readObject()) {
            String text = (String) read;
            try {
                String sorted =
                        ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), Style.PALANTIR);
                result.formatted().put(text, formatter.formatSource(sorted));
            } catch (FormatterException e) {
                result.problems().put(text, e.getMessage());
            }
        }
        try (ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(System.out))) {
            out.writeObject(result);
        }
    }
}
