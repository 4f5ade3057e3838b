package workshop.course.testing;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import workshop.course.manifest.TestName;

/** Says what becomes of each test, as soon as it is known. A failure of a class is one of each of its tests. */
final class TestReporter implements TestExecutionListener {
    /** How the last line begins that is printed if code of the project ends the process. */
    static final String EXITS = "The code calls System.exit";

    private static final Path CLASSES = new BuildFolder(Path.of("")).classes();

    private final ObjectOutputStream replies;
    private final Set<TestIdentifier> ended = new HashSet<>();
    private TestPlan plan;

    TestReporter(ObjectOutputStream replies) {
        this.replies = replies;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        if (identifier.isTest()) {
            send(name(identifier));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        report(identifier, Outcome.SKIPPED, reason);
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (identifier.isTest() || !passed) {
            Outcome outcome = switch (result.getStatus()) {
                case SUCCESSFUL -> Outcome.PASSED;
                case FAILED -> Outcome.FAILED;
                case ABORTED -> Outcome.SKIPPED;
            };
            report(
                    identifier,
                    outcome,
                    result.getThrowable().map(TestReporter::message).orElse(""));
        }
    }

    private void report(TestIdentifier identifier, Outcome outcome, String message) {
        if (identifier.isTest() || isTestMethod(identifier)) {
            send(identifier, outcome, message);
        } else {
            plan.getDescendants(identifier).stream()
                    .filter(inside -> inside.isTest() || isTestMethod(inside))
                    .filter(inside -> !ended.contains(inside))
                    .forEach(inside -> send(inside, outcome, message));
        }
    }

    private void send(TestIdentifier identifier, Outcome outcome, String message) {
        ended.add(identifier);
        send(new TestResult(name(identifier), outcome, message));
    }

    private void send(Object reply) {
        try {
            replies.writeObject(reply);
            replies.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A parameterized test is a container with its invocations in it. */
    private static boolean isTestMethod(TestIdentifier identifier) {
        return identifier.getSource().filter(MethodSource.class::isInstance).isPresent();
    }

    private TestName name(TestIdentifier identifier) {
        return identifier
                .getSource()
                .flatMap(TestReporter::method)
                .orElseGet(() -> new TestName(
                        plan.getParent(identifier)
                                .map(TestIdentifier::getDisplayName)
                                .orElse(""),
                        identifier.getDisplayName()));
    }

    /** The name of a test's method; empty if it is about something else. */
    static Optional<TestName> method(TestSource source) {
        return source instanceof MethodSource method
                ? Optional.of(new TestName(simple(method.getClassName()), method.getMethodName()))
                : Optional.empty();
    }

    private static String simple(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }

    /** An assertion and a stub say it all themselves; of any other failure, its kind and its place are needed too. */
    private static String message(Throwable failure) {
        String message = failure.getMessage();
        boolean isStub =
                failure instanceof UnsupportedOperationException && message != null && message.startsWith("TODO ");
        return isStub || failure instanceof AssertionError && message != null
                ? message
                : failure + place(failure.getStackTrace());
    }

    /** Prints where in the project System.exit was called, if it was: who called it waits for this. */
    static void printWhoExits() {
        Thread.getAllStackTraces().values().stream()
                .filter(frames -> Arrays.toString(frames).contains("java.lang.Runtime.exit("))
                .map(TestReporter::place)
                .filter(place -> !place.isEmpty())
                .forEach(place -> System.err.println(
                        EXITS + place + ", which ends a function on AWS as well: return, or throw an exception."));
    }

    /** Where in the project something was thrown, such as {@code " (Lamp.java:12)"}. */
    private static String place(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .filter(frame ->
                        Files.exists(CLASSES.resolve(frame.getClassName().replace('.', '/') + ".class")))
                .findFirst()
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
    }
}
