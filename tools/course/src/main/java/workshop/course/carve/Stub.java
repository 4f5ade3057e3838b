package workshop.course.carve;

import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/** What stands in a fresh checkpoint in the place of a TODO's region. It always names the TODO and where to read on. */
final class Stub {
    private Stub() {}

    static String of(Step step, Todo todo, CommentSyntax syntax) {
        String see = ", see " + step.page(todo.id());
        if (todo.stub() == null) {
            return "throw new UnsupportedOperationException(\"" + todo.label() + ": "
                    + todo.title().replace("\\", "\\\\").replace("\"", "\\\"") + see + "\");\n";
        }
        String comment = syntax.comment(todo.label() + " " + todo.title() + see);
        return todo.stub().contains(todo.label()) ? todo.stub() : comment + "\n" + todo.stub();
    }
}
