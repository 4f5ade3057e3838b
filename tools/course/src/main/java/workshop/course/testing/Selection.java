package workshop.course.testing;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import workshop.course.FileTree;
import workshop.course.manifest.TestName;

/**
 * Which tests to run.
 *
 * @param classes with their packages
 * @param only which of their tests; none means all
 * @param without which of them not
 */
public record Selection(List<String> classes, Set<TestName> only, Set<TestName> without) implements Serializable {
    private static final String SOURCES = "src/test/java";

    /** The project's unit and template tests: what Maven runs in its test phase. */
    public static Selection unitTests(Path folder) {
        return endingWith(folder, "Test");
    }

    /** The project's end-to-end tests: what Maven's Failsafe plugin runs. */
    public static Selection endToEndTests(Path folder) {
        return endingWith(folder, "IT");
    }

    /** These tests, as far as the project has their classes. */
    public static Selection of(Path folder, Collection<TestName> tests) {
        Set<String> types = tests.stream().map(TestName::type).collect(Collectors.toSet());
        return new Selection(classes(folder), Set.copyOf(tests), Set.of()).only(types);
    }

    public Selection only(Collection<String> simpleNames) {
        List<String> fewer = classes.stream()
                .filter(type -> simpleNames.contains(type.substring(type.lastIndexOf('.') + 1)))
                .toList();
        return new Selection(fewer, only, without);
    }

    public Selection without(Collection<TestName> tests) {
        return new Selection(classes, only, Set.copyOf(tests));
    }

    /** The same, a class at a time. */
    public List<Selection> byClass() {
        return classes.stream()
                .map(type -> new Selection(List.of(type), only, without))
                .toList();
    }

    /** Whether this test of one of the classes, or of a class in it, is to run. */
    boolean contains(TestName test) {
        return !without.contains(test) && (only.isEmpty() || only.contains(test));
    }

    public boolean isEmpty() {
        return classes.isEmpty();
    }

    private static Selection endingWith(Path folder, String end) {
        List<String> classes =
                classes(folder).stream().filter(type -> type.endsWith(end)).toList();
        return new Selection(classes, Set.of(), Set.of());
    }

    private static List<String> classes(Path folder) {
        Path sources = folder.resolve(SOURCES);
        return new FileTree(sources)
                .files(".java").stream()
                        .map(file -> sources.relativize(file).toString())
                        .map(file -> file.substring(0, file.length() - ".java".length())
                                .replace('\\', '.')
                                .replace('/', '.'))
                        .toList();
    }
}
