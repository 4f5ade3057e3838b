package workshop.course.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.course.FileTree;

/** The compiled classes in a folder. A class has the name of its file there, such as {@code todo/Todo$Inner}. */
record ClassFiles(Path folder) {

    /** All of them. */
    SortedSet<String> all() {
        return new FileTree(folder)
                .files(".class").stream()
                        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                        .map(name -> name.replaceFirst("\\.class$", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that are in no other class, and that sources can name. */
    Set<String> outer() {
        return all().stream()
                .map(ClassFiles::outer)
                .filter(name -> !name.contains("-"))
                .collect(Collectors.toSet());
    }

    private static String outer(String name) {
        return name.replaceFirst("\\$.*", "");
    }

    /** Puts all classes of another folder here, in place of those that have the same outer class. */
    void replaceBy(ClassFiles others) throws IOException {
        Set<String> outer = others.outer();
        for (String name : all()) {
            if (outer.contains(outer(name))) {
                Files.delete(file(name));
            }
        }
        for (String name : others.all()) {
            Files.move(others.file(name), file(name));
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".class");
    }
}
