package workshop.course.carve;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/** A project as it is at some point of a step: its files by path in it, with slashes. */
public record Checkpoint(Step step, SortedMap<String, byte[]> files) {
    public Checkpoint {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** The text of a file; empty if there is none. */
    public String text(String path) {
        byte[] content = files.get(path);
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }

    /** The line on which a TODO is to be done, counted from 1; 0 if it isn't there. */
    public int line(Todo todo) {
        return todo.lineIn(text(todo.file()).lines().toList());
    }

    /** What is in the folder of a step; that of extras, with their tests. */
    public static Checkpoint inFolder(Path repository, Step step) {
        SortedMap<String, byte[]> files = IgnoredNames.of(repository).filesIn(repository.resolve(step.folder()));
        return new Checkpoint(step, files).with(ofExtras(repository, step));
    }

    /** What extras add to the step's project, which are their tests; nothing if the step isn't of extras. */
    static SortedMap<String, byte[]> ofExtras(Path repository, Step step) {
        Path folder = repository.resolve("tools/course/extras/step-" + step.step());
        return step.isExtra() ? IgnoredNames.of(repository).filesIn(folder) : new TreeMap<>();
    }

    Checkpoint with(SortedMap<String, byte[]> others) {
        SortedMap<String, byte[]> more = new TreeMap<>(files);
        more.putAll(others);
        return new Checkpoint(step, more);
    }

    Checkpoint with(String path, String text) {
        return with(new TreeMap<>(Map.of(path, text.getBytes(StandardCharsets.UTF_8))));
    }
}
