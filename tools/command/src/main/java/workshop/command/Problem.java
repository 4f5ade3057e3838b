package workshop.command;

/** Something that stops a command: what is wrong, where, and what to do next. People see its message and nothing else. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param next what to do about it, a sentence */
    Problem(String what, String next) {
        super(what + "\n  → " + next);
    }

    Problem(String what, String next, Throwable cause) {
        super(what + "\n  → " + next, cause);
    }
}
