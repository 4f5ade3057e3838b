package workshop.course;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import workshop.course.carve.Course;

/** A copy of the small course under src/test/fixture, to be carved, proven and tampered with; also by the tests of tools/authoring. */
public record FixtureCourse(Path root) {
    private static final Path ORIGINAL = Path.of("../course/src/test/fixture");

    public static FixtureCourse copyTo(Path root) throws IOException {
        try (var files = Files.walk(ORIGINAL)) {
            for (Path file : files.toList()) {
                Path copy = root.resolve(ORIGINAL.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return new FixtureCourse(root);
    }

    public static FixtureCourse carvedIn(Path root) throws IOException {
        FixtureCourse fixture = copyTo(root);
        fixture.carve();
        return fixture;
    }

    /** What the course's tests need: what these tests need themselves, so that no Maven has to be asked. */
    public static List<Path> classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName()
                        .toString()
                        .matches("(junit|assertj|opentest4j|apiguardian|byte-buddy|jspecify).*[.]jar"))
                .toList();
    }

    public Course course() {
        return Course.read(root);
    }

    /** Writes the folders of all steps; returns what was written and removed. */
    public List<String> carve() {
        return course().carve(course().steps());
    }

    public String text(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    public void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    /** Replaces a text that must be there. */
    public FixtureCourse replace(String path, String old, String with) throws IOException {
        String text = text(path);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(path + " doesn't contain " + old);
        }
        write(path, text.replace(old, with));
        return this;
    }
}
