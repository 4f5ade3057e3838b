package workshop.course.testing;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.course.FileTree;

/** The compiled classes in a folder. A class has the name of its file there, such as {@code todo/Todo$Inner}. */
record ClassFiles(Path folder) {
    private static final ToolProvider JAVAP = ToolProvider.findFirst("javap").orElseThrow();

    /** All of them. */
    SortedSet<String> all() {
        return new FileTree(folder)
                .files(".class").stream()
                        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                        .map(name -> name.replaceFirst("\\.class$", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that sources of these names were compiled to, classes in classes too. */
    SortedSet<String> of(Set<String> sources) {
        SortedSet<String> all = all();
        all.removeIf(name -> !sources.contains(name.replaceFirst("\\$.*", "")));
        return all;
    }

    /** What other classes see of these: all but what is private, and the classes in methods. */
    String api(Collection<String> names) {
        StringWriter api = new StringWriter();
        PrintWriter out = new PrintWriter(api);
        Stream<String> files = names.stream()
                .filter(name -> !name.matches(".*\\$\\d.*"))
                .sorted()
                .map(name -> file(name).toString());
        JAVAP.run(
                out,
                out,
                Stream.concat(Stream.of("-package", "-constants", "-classpath", folder.toString()), files)
                        .toArray(String[]::new));
        return api.toString().replaceAll(" *static \\{};\\R", "");
    }

    void delete(String name) throws IOException {
        Files.delete(file(name));
    }

    void move(String name, ClassFiles there) throws IOException {
        Path file = there.file(name);
        Files.createDirectories(file.getParent());
        Files.move(file(name), file);
    }

    private Path file(String name) {
        return folder.resolve(name + ".class");
    }
}
