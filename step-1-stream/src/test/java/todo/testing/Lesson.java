package todo.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a test has to say when it fails: what was expected, what it got, and where to read on.
 *
 * @param todo the TODO that the test is about, such as {@code "2.3"}
 * @param method the method that the TODO is in, whose line is named if something is thrown; null if that is no matter
 */
public record Lesson(String todo, String method) {
    private static final Map<Character, String> GUIDES = Map.of(
            '1', "step-1-stream",
            '2', "step-2-eventbridge",
            '3', "step-3-handlers",
            '4', "step-4-sns");

    private static final Pattern STUB = Pattern.compile("TODO \\d\\.\\d+");
    private static final Pattern REQUIRED = Pattern.compile("(\\w+) is required");
    static final String GOT = ".\nGot: ";
    private static final String READ_ON = ".\nRead on: docs/";

    public Lesson(String todo) {
        this(todo, null);
    }

    /**
     * Fails unless the condition holds.
     *
     * @param expected what should be, as a sentence in the domain's words
     * @param got what is instead; may be what was thrown
     */
    public void expect(boolean holds, String expected, Object got) {
        if (!holds) {
            throw failure(expected, got);
        }
    }

    /** One of several things that are expected at once, as {@link #expect} takes it. */
    public record Expectation(boolean holds, String expected, Object got) {}

    /** Fails unless all of them hold, and says it of each that doesn't. */
    public void expectAll(Expectation... all) {
        List<Expectation> failed =
                Arrays.stream(all).filter(one -> !one.holds()).toList();
        if (!failed.isEmpty()) {
            Expectation last = failed.get(failed.size() - 1);
            String before = failed.stream()
                    .limit(failed.size() - 1)
                    .map(one -> one.expected() + GOT + words(one.got()) + ".\nAnd expected: ")
                    .collect(Collectors.joining());
            throw failure(before + last.expected(), last.got());
        }
    }

    /**
     * The failure to throw; its stack trace is the test's line, because the message is what matters. If it is already what a
     * lesson says, that is it.
     */
    public AssertionError failure(String expected, Object got) {
        if (got instanceof AssertionError said
                && String.valueOf(said.getMessage()).contains(READ_ON)) {
            return said;
        }
        AssertionError failure = new AssertionError(("TODO " + todo + ": expected: " + expected + GOT + words(got)
                        + READ_ON + GUIDES.get(todo.charAt(0)) + ".md#" + todo.replace(".", ""))
                .replace("?.\n", "?\n"));
        StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("todo."))
                        .reduce((called, caller) -> caller))
                .ifPresent(test -> failure.setStackTrace(new StackTraceElement[] {test.toStackTraceElement()}));
        return failure;
    }

    /** What was got, in words: a stub says that its TODO is to be done, any other exception says where it was thrown. */
    private String words(Object got) {
        if (!(got instanceof Throwable)) {
            return String.valueOf(got).isBlank() ? "nothing" : String.valueOf(got);
        }
        // What was thrown while a class was initialized is wrapped, and later only remembered.
        Throwable thrown =
                got instanceof LinkageError error && error.getCause() != null ? error.getCause() : (Throwable) got;
        Matcher stub = STUB.matcher(String.valueOf(thrown.getMessage()));
        if (thrown instanceof UnsupportedOperationException && stub.lookingAt()) {
            return stub.group() + " is still to be done";
        }
        if (thrown instanceof TimeLimit.Exceeded) {
            return thrown.getMessage() + place(thrown, method);
        }
        return named(thrown) + place(thrown, method);
    }

    /** An exception or error with its message, if it has one. */
    static String named(Throwable thrown) {
        String message = message(thrown);
        return thrown.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }

    /** An exception's message; of what AWS answers, without the ids of the request, and with what to do about an expression. */
    private static String message(Throwable thrown) {
        if (thrown instanceof StackOverflowError) {
            return "a method calls itself without end";
        }
        if (thrown instanceof OutOfMemoryError) {
            return "the memory is full: is there a loop that never ends?";
        }
        if (thrown.getMessage() == null) {
            return withoutMessage(thrown);
        }
        return Advice.on(
                Advice.ON_REQUEST,
                withoutPackages(thrown.getMessage())
                        .replaceAll(" \\(Service: .*?\\)| \\(SDK Attempt Count: \\d+\\)", ""));
    }

    /** What Java itself throws without a word. */
    private static String withoutMessage(Throwable thrown) {
        String immutable = "java.util.ImmutableCollections";
        if (thrown instanceof UnsupportedOperationException && isOf(immutable, 0, thrown)) {
            return "this map or list (Map.of, List.of) can't be changed; put into a new one";
        }
        if (isOf(immutable, 0, thrown) || isOf(immutable, 1, thrown)) {
            boolean isAsked = Stream.of(thrown.getStackTrace())
                    .limit(3)
                    .anyMatch(frame -> frame.getMethodName().matches("contains(Key|Value)?|(lastI|i)ndexOf"));
            return isAsked
                    ? "a Map.of or List.of doesn't take null, not even to look for it"
                    : "Map.of and List.of take no null";
        }
        boolean isOptionalOfNull = isOf("java.util.Optional", 1, thrown)
                && thrown.getStackTrace()[1].getMethodName().equals("of");
        return isOptionalOfNull ? "Optional.of(null); use ofNullable, or empty()" : "";
    }

    /** Whether a method of this class threw it, as the list of {@code List.of} if it is to be changed, or called what did. */
    private static boolean isOf(String className, int depth, Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length > depth && frames[depth].getClassName().startsWith(className);
    }

    /** What a construct or a method of CDK needs and gets null for; a property that is missing fails in its proxy. */
    static Optional<String> nullArgument(Throwable cause) {
        Matcher required = REQUIRED.matcher(String.valueOf(cause.getMessage()));
        return Stream.of(cause.getStackTrace())
                .skip(1)
                .findFirst()
                .filter(frame -> required.matches() && !frame.getClassName().endsWith("$Jsii$Proxy"))
                .map(frame -> frame.getMethodName().equals("<init>")
                        ? frame.getClassName().replaceAll(".*\\.|\\$.*", "") + " needs its " + required.group(1)
                                + ", and gets null"
                        : "the " + required.group(1) + " given to " + frame.getMethodName() + " is null");
    }

    /** A text in which classes are named as they are in code; CDK calls a construct {@code Construct [Bus]} or {@code Stack2 [Name]}. */
    static String withoutPackages(String text) {
        return text.replaceAll(" \\(\\S+ and \\S+ are in .*\\)", "")
                .replaceAll("(?<![\\w.'])(?:[a-z]\\w*\\.)+(?=[A-Z])", "")
                .replaceFirst(" in Stack2? \\[\\w+]", " in TodoStack")
                .replaceFirst(" in Construct \\[(Api|Stream|Bus|Handlers|Notifications)]", " in Todo$1")
                .replaceFirst("( in [A-Z]\\w+?)2? \\[(\\w+)]", "$1 $2")
                .replaceAll("(?<!['\"])\\b(Stack|Function|EventBus|Rule|Topic|Queue|Table)2\\b(?!['\"])", "$1");
    }

    /**
     * Where in a layer of the stack something was thrown, such as {@code " (TodoStream.java:25)"}, or in what it called; and the
     * line of the constructor, if it is in one of the layer's methods.
     */
    static String placeInLayer(Throwable thrown) {
        List<StackTraceElement> frames = frames(thrown);
        Optional<StackTraceElement> constructor = frames.stream()
                .dropWhile(Lesson::isOfStack) // TodoStack.output, which a layer calls
                .takeWhile(frame -> !isOfStack(frame))
                .reduce((called, caller) -> caller);
        Optional<String> layer = constructor.map(StackTraceElement::getFileName);
        String place = place(frames, frame -> layer.equals(Optional.ofNullable(frame.getFileName())));
        return constructor
                .map(StackTraceElement::getLineNumber)
                .filter(line -> !place.endsWith(":" + line + ")"))
                .map(line -> place.replaceFirst("\\)$", ", called in line " + line + ")"))
                .orElse(place);
    }

    private static boolean isOfStack(StackTraceElement frame) {
        return frame.getClassName().endsWith(".TodoStack");
    }

    /** Where in this project something was thrown, in this method if it was under way. */
    private static String place(Throwable thrown, String method) {
        return place(frames(thrown), frame -> frame.getMethodName().equals(method));
    }

    private static String place(List<StackTraceElement> frames, Predicate<StackTraceElement> wanted) {
        return frames.stream()
                .filter(wanted)
                .findFirst()
                .or(() -> frames.stream().findFirst())
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
    }

    /** The project's own frames, without those of its tests, the called before its caller. */
    private static List<StackTraceElement> frames(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("todo."))
                .filter(frame -> !place(frame.getClassName()).equals(place(Lesson.class.getName())))
                .toList();
    }

    /** The folder from which a class was loaded: tests are in another one than what they test. */
    private static String place(String className) {
        String file = className.replace('.', '/') + ".class";
        return String.valueOf(Lesson.class.getClassLoader().getResource(file)).replace(file, "");
    }
}
