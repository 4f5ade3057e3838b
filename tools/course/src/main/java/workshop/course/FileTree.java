package workshop.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A file, or a folder with all that is in it. */
public record FileTree(Path root) {

    /** The files in it, sorted; none if it isn't there. */
    public List<Path> files() {
        return files("");
    }

    public List<Path> files(String ending) {
        return filesBut(name -> false).stream()
                .filter(file -> file.toString().endsWith(ending))
                .toList();
    }

    /** The files in it, sorted, but for those of such a name and all that is in folders of such a name. */
    public List<Path> filesBut(Predicate<Path> named) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean isLeftOut = !folder.equals(root) && named.test(folder.getFileName());
                    return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (Files.isRegularFile(file) && !named.test(file.getFileName())) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    boolean isGone = failure instanceof NoSuchFileException;
                    return isGone ? FileVisitResult.CONTINUE : super.visitFileFailed(file, failure);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list " + root, e);
        }
        files.sort(null);
        return files;
    }

    /** Writes files, by their paths in this folder, over what is there; returns the paths of those that were missing or differed. */
    public List<String> write(Map<String, byte[]> files) {
        List<String> written = new ArrayList<>();
        try {
            for (var file : files.entrySet()) {
                Path path = root.resolve(file.getKey());
                if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.getValue());
                    written.add(file.getKey());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write to " + root, e);
        }
        return written;
    }

    /** Deletes it; returns whether it is gone. What another process writes or holds may stay. */
    public boolean delete() {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException nothingThereOrSomebodyElseDeletesToo) {
            return !Files.exists(root);
        }
        return !Files.exists(root);
    }
}
