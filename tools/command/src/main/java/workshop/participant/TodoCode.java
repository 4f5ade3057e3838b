package workshop.participant;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import workshop.course.TextFile;
import workshop.course.manifest.Todo;

/**
 * What a participant wrote for a TODO. Lines are counted from 1.
 *
 * @param inFile the TODOs of the same step in its file
 * @param source the file as it is now
 * @param solution the same file of the solution
 */
record TodoCode(Todo todo, List<Todo> inFile, Source source, Source solution) {

    /** Whether the TODO's comment or stub is gone. */
    boolean isBegun() {
        return todo.lineIn(source.lines()) == 0;
    }

    /** Whether it stands above a stub that throws and was to be replaced. Of two TODOs in a row that can't be told. */
    boolean isAboveItsStub() {
        String stub = "throw new UnsupportedOperationException(";
        List<String> above = source.lines().subList(0, Math.max(0, todo.lineIn(source.lines())));
        return String.join("", above.subList(Math.max(0, above.size() - 2), above.size()))
                        .contains(stub)
                && !solution.lines().get(start() - 2).strip().equals("// endregion")
                && !lastOf(above.stream().filter(line -> !line.contains(stub) && !line.contains(todo.label())))
                        .equals(lineBefore());
    }

    /**
     * Where the TODO stands. Once its comment is gone, this is the line after the one before it in the solution. If that is gone,
     * too, it is the first line with a word that the solution has only in the TODO's region; without one, the line after the
     * nearest one before it that the solution has as well. Where a block ends there, it is the line before. An extra has none if
     * what it replaces is gone.
     */
    Optional<Integer> line() {
        List<String> lines = source.lines();
        if (todo.id().isExtra()) {
            String replaced =
                    todo.answer().get(0).replace().strip().lines().findFirst().orElse("");
            return Optional.of(TextFile.lineOf(lines, text -> text.contains(replaced)))
                    .filter(line -> line > 0);
        }
        if (!isBegun()) {
            return Optional.of(todo.lineIn(lines));
        }
        int before = before();
        boolean isEmpty = before == lines.size() || lines.get(before).matches("\\W*");
        boolean isNext = !isEmpty && lines.get(before - 1).strip().equals(lineBefore());
        return IntStream.rangeClosed(before + 1, lines.size())
                .boxed()
                .filter(line -> isNext || hasWordIn(line))
                .findFirst()
                .or(() -> Optional.of(isEmpty ? before : before + 1));
    }

    /** Whether a line is of this code; where that of two TODOs may meet, words decide. */
    boolean has(int line) {
        List<Todo> within = inFile.stream().filter(one -> of(one).mayHave(line)).toList();
        List<Todo> named =
                within.stream().filter(one -> of(one).hasWordIn(line)).toList();
        return todo.id().isExtra() || (named.isEmpty() ? within : named).contains(todo);
    }

    /** It changes with each word of the code. */
    String checksum() {
        CRC32 sum = new CRC32();
        List<String> lines = source.lines();
        IntStream.rangeClosed(1, lines.size())
                .filter(this::has)
                .forEach(line -> sum.update(lines.get(line - 1).strip().getBytes(StandardCharsets.UTF_8)));
        return Long.toHexString(sum.getValue());
    }

    private TodoCode of(Todo other) {
        return new TodoCode(other, inFile, source, solution);
    }

    /** Whether a line stands between the nearest ones before and after the code which the solution has as well. */
    private boolean mayHave(int line) {
        return line > before() && line < after();
    }

    /** Whether a line has a word that the solution has only in the TODO's region. */
    private boolean hasWordIn(int line) {
        List<String> others = new ArrayList<>(solution.lines());
        List<String> rest = others.subList(start(), others.size());
        List<String> region = rest.subList(0, end(rest));
        Set<String> own = Source.words(region);
        region.clear();
        own.removeAll(Source.words(others));
        return Source.words(source.lines().subList(line - 1, line)).stream().anyMatch(own::contains);
    }

    private String lineBefore() {
        return lastOf(solution.lines().subList(0, start() - 1).stream());
    }

    /** The last line that is more than a brace or a comment. */
    private static String lastOf(Stream<String> lines) {
        return lines.map(String::strip)
                .filter(line -> line.length() > 1 && !line.startsWith("// "))
                .reduce("", (above, below) -> below);
    }

    private int before() {
        return source.lineOfLast(solution.lines().subList(0, start()));
    }

    private int after() {
        List<String> rest = solution.lines().subList(start(), solution.lines().size());
        List<String> after = new ArrayList<>(rest.subList(end(rest), rest.size()));
        Collections.reverse(after);
        int line = source.lineOfLast(after);
        return line > before() ? line : source.lines().size() + 1;
    }

    /** The line at which the TODO's region starts in the solution. */
    private int start() {
        return TextFile.lineOf(solution.lines(), text -> text.strip().startsWith("// region " + todo.id() + " "));
    }

    private static int end(List<String> lines) {
        return TextFile.lineOf(lines, line -> line.strip().equals("// endregion"));
    }
}
