package workshop.console.why;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.console.graph.Stack;

/** The Java sources in a folder: where a construct is made, and what a function reads from its environment. */
record Sources(Path folder) {
    private static final String CDK = "software.amazon.awscdk";
    private static final String COMMENT = "(?s)/\\*.*?\\*/|//[^\n]*";

    /** Those without a default; what Lambda itself sets is always there. */
    private static final Pattern READ = Pattern.compile(
            "getenv\\((?:\\)\\s*\\.get\\()?\"(?!AWS_|LAMBDA_|_|(?:TZ|LANG|PATH|LD_LIBRARY_PATH)\")(\\w+)\"");

    /**
     * The one line that has the id of the construct with this path; else the one that makes such a construct in the file of what
     * is around it, else what is around it; empty if there is none.
     *
     * @param type of the resource, such as {@code AWS::Events::Rule}
     */
    String line(String path, String type) {
        String id = Stack.id(path);
        if (!path.contains("/")) {
            return "";
        }
        List<String> byId = lines(Pattern.quote("\"" + id + "\""));
        List<String> found = byId.isEmpty() ? lines(Pattern.quote(id + ".class")) : byId;
        if (found.size() == 1) {
            return found.get(0);
        }
        String around = line(Stack.around(path), "");
        String file = around.replaceFirst("\\d+$", "");
        String made = "\\b" + type.replaceFirst(".*::", "") + "(\\.Builder\\.create)?\\(this\\b";
        List<String> there = file.isEmpty() || type.isEmpty()
                ? List.of()
                : lines(made).stream().filter(line -> line.startsWith(file)).toList();
        return there.size() == 1 ? there.get(0) : around;
    }

    private List<String> lines(String regex) {
        Pattern pattern = Pattern.compile(regex);
        List<String> found = new ArrayList<>();
        files().forEach((file, its) -> {
            List<String> lines = its.contains(CDK) ? its.lines().toList() : List.of();
            IntStream.range(0, lines.size())
                    .filter(i -> pattern.matcher(lines.get(i)).find())
                    .forEach(i -> found.add(file + ".java:" + (i + 1)));
        });
        return found;
    }

    /** Which environment variables the code of a function reads that the function lacks, and what it has; empty if it has all. */
    Optional<String> lack(DeployedResource function) {
        Map<String, String> unread = files();
        Set<String> found = new TreeSet<>();
        String handler = function.text("/Handler").replaceFirst("::.*", "");
        Deque<String> classes = new ArrayDeque<>(List.of(handler.replaceFirst(".*\\.", "")));
        while (!classes.isEmpty()) {
            String code = unread.getOrDefault(classes.peek(), "").replaceAll(COMMENT, "");
            unread.remove(classes.pop());
            READ.matcher(code).results().forEach(name -> found.add(name.group(1)));
            unread.keySet().stream()
                    .filter(name -> code.matches("(?s).*\\b" + name + "\\b.*"))
                    .forEach(classes::add);
        }
        List<String> there = new ArrayList<>();
        function.properties().at("/Environment/Variables").fieldNames().forEachRemaining(there::add);
        found.removeAll(there);
        return Optional.of("its environment has no " + String.join(" and no ", found)
                        + (there.isEmpty() ? "; it is empty" : ", only " + String.join(", ", there)))
                .filter(text -> !found.isEmpty());
    }

    private Map<String, String> files() {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder) : Stream.of()) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                texts.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
