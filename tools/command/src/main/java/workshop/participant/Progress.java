package workshop.participant;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;
import workshop.terminal.Problem;

/**
 * How far a participant is. It is kept in one small file, which git ignores.
 *
 * @param step the one they were at last
 * @param done the TODOs whose tests passed when they ran last
 * @param hints how many hints they have seen, by TODO
 */
record Progress(int step, SortedSet<TodoId> done, SortedMap<TodoId, Integer> hints) {
    static final String FILE = ".workshop/progress.properties";

    Progress {
        done = Collections.unmodifiableSortedSet(new TreeSet<>(done));
        hints = Collections.unmodifiableSortedMap(new TreeMap<>(hints));
    }

    /** What the file of a repository says; the very beginning if there is none. */
    static Progress read(Path home) {
        Path file = home.resolve(FILE);
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("Can't read " + file, e);
            }
        }
        try {
            SortedSet<TodoId> done = new TreeSet<>();
            words(kept, "done").forEach(id -> done.add(TodoId.of(id)));
            SortedMap<TodoId, Integer> hints = new TreeMap<>();
            for (String seen : words(kept, "hints")) {
                String[] parts = seen.split("=", 2);
                hints.put(TodoId.of(parts[0]), Integer.valueOf(parts[1]));
            }
            return new Progress(Integer.parseInt(kept.getProperty("step", "1")), done, hints);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new Problem(
                    "Can't make sense of " + file + ": " + e.getMessage(),
                    "Delete it. It only remembers which tests passed and which hints you saw; ./workshop test finds out"
                            + " again.",
                    e);
        }
    }

    private static Collection<String> words(Properties kept, String key) {
        return Arrays.stream(kept.getProperty(key, "").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    void write(Path home) {
        Path file = home.resolve(FILE);
        String hinted = hints.entrySet().stream()
                .map(seen -> seen.getKey() + "=" + seen.getValue())
                .collect(Collectors.joining(" "));
        String text = "# How far you are; ./workshop writes it. Without it, you start at the beginning.\n"
                + "step: " + step + "\n"
                + "done: " + done.stream().map(TodoId::toString).collect(Collectors.joining(" ")) + "\n"
                + "hints: " + hinted + "\n";
        try {
            Files.createDirectories(file.getParent());
            Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + file, e);
        }
    }

    /** After the tests of a step ran: it is the one they are at, and exactly these of its TODOs are done. */
    Progress tested(Step at, Collection<TodoId> green) {
        SortedSet<TodoId> all = new TreeSet<>(done);
        all.removeIf(todo -> todo.step() == at.step());
        all.addAll(green);
        return new Progress(at.step(), all, hints);
    }

    /** After a step begins anew: it is the one they are at, nothing of it is done, no hint to it seen. */
    Progress forgotten(Step at) {
        SortedMap<TodoId, Integer> others = new TreeMap<>(hints);
        others.keySet().removeIf(todo -> todo.step() == at.step());
        return new Progress(at.step(), done, others).tested(at, List.of());
    }

    Progress hinted(Todo todo, int seen) {
        SortedMap<TodoId, Integer> more = new TreeMap<>(hints);
        more.put(todo.id(), seen);
        return new Progress(todo.id().step(), done, more);
    }

    int hintsSeen(Todo todo) {
        return hints.getOrDefault(todo.id(), 0);
    }

    boolean isDone(Todo todo) {
        return done.contains(todo.id());
    }

    /** The first TODO of a step that isn't done. */
    Optional<Todo> next(Step of) {
        return of.todos().stream().filter(todo -> !isDone(todo)).findFirst();
    }

    /** Such as {@code step 2 ▓▓▓░░ 3/5}. */
    String bar(Step of) {
        int all = of.todos().size();
        int green = (int) of.todos().stream().filter(this::isDone).count();
        return "step " + of.step() + " " + "▓".repeat(green) + "░".repeat(all - green) + " " + green + "/" + all;
    }
}
