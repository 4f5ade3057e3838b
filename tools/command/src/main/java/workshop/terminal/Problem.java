package workshop.terminal;

/** Something that stops a command: what is wrong, where, and what to do next. People see its message and nothing else. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param next what to do about it, a sentence */
    public Problem(String what, String next) {
        super(what + "\n  → " + next);
    }

    public Problem(String what, String next, Throwable cause) {
        super(what + "\n  → " + next, cause);
    }
}
