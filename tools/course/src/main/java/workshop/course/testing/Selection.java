package workshop.course.testing;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import workshop.course.FileTree;
import workshop.course.manifest.TestName;

/**
 * Which tests to run.
 *
 * @param methods by class, with its package; none means all of the class
 * @param without which of them not to run
 */
public record Selection(SortedMap<String, SortedSet<String>> methods, SortedSet<TestName> without)
        implements Serializable {
    private static final String SOURCES = "src/test/java";

    private Selection(SortedMap<String, SortedSet<String>> methods) {
        this(methods, new TreeSet<>());
    }

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
        SortedMap<String, SortedSet<String>> methods = new TreeMap<>();
        for (TestName test : tests) {
            for (String type : classes(folder)) {
                if (type.equals(test.type()) || type.endsWith("." + test.type())) {
                    methods.computeIfAbsent(type, none -> new TreeSet<>()).add(test.method());
                }
            }
        }
        return new Selection(methods);
    }

    public Selection only(Collection<String> simpleNames) {
        SortedMap<String, SortedSet<String>> fewer = new TreeMap<>(methods);
        fewer.keySet().removeIf(type -> !simpleNames.contains(type.substring(type.lastIndexOf('.') + 1)));
        return new Selection(fewer, without);
    }

    public Selection without(Collection<TestName> tests) {
        SortedSet<TestName> more = new TreeSet<>(without);
        more.addAll(tests);
        return new Selection(methods, more);
    }

    /** The same, a class at a time. */
    public List<Selection> byClass() {
        return methods.keySet().stream()
                .map(type -> new Selection(new TreeMap<>(Map.of(type, methods.get(type))), without))
                .toList();
    }

    /** Whether this test of one of the classes, or of a class in it, is to run. */
    boolean contains(TestName test) {
        return !without.contains(test)
                && methods.entrySet().stream()
                        .filter(of -> of.getKey().matches("(.*\\.)?" + test.type()))
                        .allMatch(of -> of.getValue().isEmpty() || of.getValue().contains(test.method()));
    }

    public boolean isEmpty() {
        return methods.isEmpty();
    }

    private static Selection endingWith(Path folder, String end) {
        SortedMap<String, SortedSet<String>> methods = new TreeMap<>();
        classes(folder).stream().filter(type -> type.endsWith(end)).forEach(type -> methods.put(type, new TreeSet<>()));
        return new Selection(methods);
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
