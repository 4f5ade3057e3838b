package workshop.course.carve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** The folder of a checkpoint. What git ignores in it is somebody's own and stays. */
final class StepFolder {
    private final Path folder;
    private final IgnoredNames ignored;

    StepFolder(Path repository, Checkpoint checkpoint) {
        this(repository, repository, checkpoint);
    }

    /** @param parent where the folder is, which need not be in the repository */
    StepFolder(Path repository, Path parent, Checkpoint checkpoint) {
        this.folder = parent.resolve(checkpoint.step().folder());
        this.ignored = IgnoredNames.of(repository);
    }

    /** What carving would change; nothing if the folder is the checkpoint. */
    List<String> differences(Checkpoint checkpoint) {
        String name = folder.getFileName() + "/";
        List<String> differences = new ArrayList<>();
        SortedMap<String, byte[]> there = ignored.filesIn(folder);
        checkpoint.files().forEach((path, content) -> {
            byte[] old = there.remove(path);
            if (old == null) {
                differences.add(name + path + " is missing");
            } else if (!Arrays.equals(old, content)) {
                differences.add(name + path + " differs from what the solution gives");
            }
        });
        there.keySet().forEach(path -> differences.add(name + path + " does not come from the solution"));
        return differences;
    }

    /** Makes the folder the checkpoint; touches only what differs, and says what that was. */
    List<String> write(Checkpoint checkpoint) {
        String name = folder.getFileName() + "/";
        List<String> changes = new ArrayList<>();
        try {
            SortedMap<String, byte[]> there = ignored.filesIn(folder);
            for (var file : checkpoint.files().entrySet()) {
                byte[] old = there.remove(file.getKey());
                if (!Arrays.equals(old, file.getValue())) {
                    Path path = folder.resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.getValue());
                    changes.add("Written: " + name + file.getKey());
                }
            }
            for (String stray : there.keySet()) {
                Path path = folder.resolve(stray);
                Files.delete(path);
                removeEmpty(path.getParent());
                changes.add("Removed: " + name + stray);
            }
            return changes;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + folder, e);
        }
    }

    private void removeEmpty(Path parent) throws IOException {
        for (Path at = parent; !at.equals(folder); at = at.getParent()) {
            try (var files = Files.list(at)) {
                if (files.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(at);
        }
    }
}
