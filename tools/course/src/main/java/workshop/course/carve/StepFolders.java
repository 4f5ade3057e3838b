package workshop.course.carve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import workshop.course.FileTree;

/**
 * The folders of checkpoints. What git ignores in them is somebody's own and stays.
 *
 * @param place where they are, which need not be the repository
 */
record StepFolders(Path place, IgnoredNames ignored) {

    /** What carving would change; nothing if the folder is the checkpoint. */
    List<String> differences(Checkpoint checkpoint) {
        Path folder = place.resolve(checkpoint.step().folder());
        String name = checkpoint.step().folder() + "/";
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
        Path folder = place.resolve(checkpoint.step().folder());
        String name = checkpoint.step().folder() + "/";
        List<String> changes = new ArrayList<>();
        new FileTree(folder).write(checkpoint.files()).forEach(path -> changes.add("Written: " + name + path));
        Set<String> strays = ignored.filesIn(folder).keySet();
        strays.removeAll(checkpoint.files().keySet());
        try {
            for (String stray : strays) {
                Path path = folder.resolve(stray);
                Files.delete(path);
                removeEmpty(path.getParent(), folder);
                changes.add("Removed: " + name + stray);
            }
            return changes;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + folder, e);
        }
    }

    private static void removeEmpty(Path parent, Path folder) throws IOException {
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
