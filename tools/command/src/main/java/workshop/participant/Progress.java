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
 * @param kept what was done of the code that the last reset of a step has kept, by the checksum of that code
 */
record Progress(
        int step, SortedSet<TodoId> done, SortedMap<TodoId, Integer> hints, SortedMap<String, SortedSet<TodoId>> kept) {
    static final String FILE = ".workshop/progress.properties";

    Progress {
        done = Collections.unmodifiableSortedSet(new TreeSet<>(done));
        hints = Collections.unmodifiableSortedMap(new TreeMap<>(hints));
        kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
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
            SortedSet<TodoId> done = ids(words(kept, "done"));
            SortedMap<TodoId, Integer> hints = new TreeMap<>();
            for (String seen : words(kept, "hints")) {
                String[] parts = seen.split("=", 2);
                hints.put(TodoId.of(parts[0]), Integer.valueOf(parts[1]));
            }
            SortedMap<String, SortedSet<TodoId>> before = new TreeMap<>();
            for (String code : words(kept, "kept")) {
                String[] parts = code.split("=", 2);
                before.put(parts[0], ids(List.of(parts[1].split(","))));
            }
            return new Progress(Integer.parseInt(kept.getProperty("step", "1")), done, hints, before);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new Problem(
                    "Can't make sense of " + file + ": " + e.getMessage(),
                    "Delete it. It only remembers which tests passed and which hints you saw; ./workshop test finds out"
                            + " again.",
                    e);
        }
    }

    private static SortedSet<TodoId> ids(Collection<String> words) {
        return words.stream().map(TodoId::of).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Collection<TodoId> ids, String between) {
        return ids.stream().map(TodoId::toString).collect(Collectors.joining(between));
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
        String before = kept.entrySet().stream()
                .map(code -> code.getKey() + "=" + text(code.getValue(), ","))
                .collect(Collectors.joining(" "));
        String text = "# How far you are; ./workshop writes it. Without it, you start at the beginning.\n"
                + "step: " + step + "\n"
                + "done: " + text(done, " ") + "\n"
                + "hints: " + hinted + "\n"
                + "kept: " + before + "\n";
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
        SortedMap<String, SortedSet<TodoId>> others = new TreeMap<>(kept);
        others.values().removeIf(todos -> todos.first().step() == at.step());
        return new Progress(at.step(), done, hints, others).withDone(at, green);
    }

    private Progress withDone(Step of, Collection<TodoId> green) {
        SortedSet<TodoId> all = new TreeSet<>(done);
        all.removeIf(todo -> todo.step() == of.step() && todo.isExtra() == of.isExtra());
        all.addAll(green);
        return new Progress(step, all, hints, kept);
    }

    /**
     * After a step begins anew: it is the one they are at, nothing of it is done, no hint to it seen.
     *
     * @param code the checksum of the code that was there before
     */
    Progress forgotten(Step at, String code) {
        SortedMap<TodoId, Integer> others = new TreeMap<>(hints);
        others.keySet().removeIf(todo -> todo.step() == at.step());
        SortedMap<String, SortedSet<TodoId>> more = new TreeMap<>(kept);
        SortedSet<TodoId> before = new TreeSet<>(done);
        before.removeIf(todo -> todo.step() != at.step());
        if (!before.isEmpty()) {
            more.values().removeIf(todos -> todos.first().step() == at.step());
            more.put(code, before);
        }
        SortedSet<TodoId> rest = new TreeSet<>(done);
        rest.removeAll(before);
        return new Progress(at.step(), rest, others, more);
    }

    /** What is known of a step whose code has this checksum: if somebody brought back what a reset has kept, what was done then. */
    Progress of(Step at, String code) {
        SortedSet<TodoId> before = kept.get(code);
        return before == null || before.first().step() != at.step() ? this : withDone(at, before);
    }

    Progress hinted(Todo todo, int seen) {
        SortedMap<TodoId, Integer> more = new TreeMap<>(hints);
        more.put(todo.id(), seen);
        return new Progress(todo.id().step(), done, more, kept);
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
        return of.name() + " " + "▓".repeat(green) + "░".repeat(all - green) + " " + green + "/" + all;
    }
}
