package workshop.course;

import java.util.List;

/** What is wrong with the course, for its authors: every problem says what, where, and what to do next. */
public final class CourseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CourseException(List<String> problems) {
        super(String.join("\n", problems));
    }

    public CourseException(String problem) {
        super(problem);
    }
}
