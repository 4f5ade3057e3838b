package workshop.console.why;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workshop.console.graph.Stack;

/** The Java sources in a folder, to find where a construct is made: in a file that uses CDK. */
record Sources(Path folder) {
    private static final String CDK = "software.amazon.awscdk";

    /** The one line that has the id of the construct with this path, else of one around it; empty if there is none. */
    String line(String path) {
        String id = Stack.id(path);
        if (!path.contains("/")) {
            return "";
        }
        List<String> byId = lines("\"" + id + "\"");
        List<String> found = byId.isEmpty() ? lines(id + ".class") : byId;
        return found.size() == 1 ? found.get(0) : line(Stack.around(path));
    }

    private List<String> lines(String text) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder) : Stream.of()) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                List<String> lines = Files.readAllLines(file);
                boolean usesCdk = lines.stream().anyMatch(line -> line.contains(CDK));
                IntStream.range(0, lines.size())
                        .filter(i -> usesCdk && lines.get(i).contains(text))
                        .forEach(i -> found.add(file.getFileName() + ":" + (i + 1)));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
