package workshop.participant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import workshop.course.TextFile;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;
import workshop.terminal.Problem;

/**
 * How far a participant is. It is kept in one small file, which git ignores.
 *
 * @param step the one they were at last
 * @param done the TODOs whose tests passed when they ran last
 * @param code a checksum of each TODO's code when it was done
 * @param hints how many hints they have seen, by TODO
 * @param kept what was done of the code that the last reset of a step has kept, by the checksum of that code
 */
record Progress(
        int step,
        SortedSet<TodoId> done,
        SortedMap<TodoId, String> code,
        SortedMap<TodoId, Integer> hints,
        SortedMap<String, SortedSet<TodoId>> kept) {
    static final String FILE = ".workshop/progress.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Progress NONE =
            new Progress(1, new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    Progress {
        done = Collections.unmodifiableSortedSet(new TreeSet<>(done));
        code = Collections.unmodifiableSortedMap(
                new TreeMap<>(code == null ? Map.of() : code)); // older files have none
        hints = Collections.unmodifiableSortedMap(new TreeMap<>(hints));
        kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
    }

    /** What the file of a repository says; the very beginning if there is none. */
    static Progress read(Path home) {
        Path file = home.resolve(FILE);
        Optional<String> text = new TextFile(file).find();
        try {
            return text.isEmpty() ? NONE : JSON.readValue(text.get(), Progress.class);
        } catch (JsonProcessingException e) {
            throw new Problem(
                    "Can't make sense of " + file + ": " + e.getOriginalMessage(),
                    "Delete it. It only remembers which tests passed and which hints you saw; ./workshop test finds out"
                            + " again.",
                    e);
        }
    }

    void write(Path home) {
        Path file = home.resolve(FILE);
        try {
            Files.createDirectories(file.getParent());
            Path written = file.resolveSibling(file.getFileName() + ".new");
            JSON.writeValue(written.toFile(), this);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + file, e);
        }
    }

    /**
     * After the tests of a step ran: it is the one they are at, and exactly these of its TODOs are done.
     *
     * @param code gives the checksum of a TODO's code
     */
    Progress tested(Step at, Collection<TodoId> green, Function<Todo, String> code) {
        SortedMap<TodoId, String> newer = new TreeMap<>(this.code);
        at.todos().stream()
                .filter(todo -> green.contains(todo.id()))
                .forEach(todo -> newer.put(todo.id(), code.apply(todo)));
        SortedMap<String, SortedSet<TodoId>> others = new TreeMap<>(kept);
        others.values().removeIf(todos -> todos.first().step() == at.step());
        return new Progress(at.step(), done, newer, hints, others).withDone(at, green);
    }

    private Progress withDone(Step of, Collection<TodoId> green) {
        SortedSet<TodoId> all = new TreeSet<>(done);
        all.removeIf(todo -> todo.step() == of.step() && todo.isExtra() == of.isExtra());
        all.addAll(green);
        return new Progress(step, all, code, hints, kept);
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
        return new Progress(at.step(), rest, this.code, others, more);
    }

    /** What is known of a step whose code has this checksum: if somebody brought back what a reset has kept, what was done then. */
    Progress of(Step at, String code) {
        SortedSet<TodoId> before = kept.get(code);
        return before == null || before.first().step() != at.step() ? this : withDone(at, before);
    }

    Progress hinted(Todo todo, int seen) {
        SortedMap<TodoId, Integer> more = new TreeMap<>(hints);
        more.put(todo.id(), seen);
        return new Progress(todo.id().step(), done, code, more, kept);
    }

    int hintsSeen(Todo todo) {
        return hints.getOrDefault(todo.id(), 0);
    }

    boolean isDone(Todo todo) {
        return done.contains(todo.id());
    }

    /** Whether a TODO was done, and its code, which has this checksum, is still the same. */
    boolean isUnchanged(Todo todo, String checksum) {
        return isDone(todo) && checksum.equals(code.getOrDefault(todo.id(), checksum));
    }

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
