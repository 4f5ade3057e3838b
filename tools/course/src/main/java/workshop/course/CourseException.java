package workshop.course;

import java.util.List;

/** What is wrong with the course, for its authors: every problem says what, where, and what to do next. */
public final class CourseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public CourseException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public CourseException(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
