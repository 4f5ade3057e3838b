package workshop.course.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.course.manifest.TestName;

/**
 * What came of running tests.
 *
 * @param results in the order in which the tests ended
 * @param broken why not all of them ran: a compiler's message, a test that never ended; empty if they did
 */
public record TestRun(List<TestResult> results, String broken) {
    public TestRun {
        results = List.copyOf(results);
    }

    public TestRun and(TestRun next) {
        List<TestResult> all = new ArrayList<>(results);
        all.addAll(next.results);
        return new TestRun(all, broken + next.broken);
    }

    public boolean isBroken() {
        return !broken.isEmpty();
    }

    /** The tests that passed, parameterized ones with all their invocations. */
    public SortedSet<TestName> passed() {
        SortedSet<TestName> passed = with(Outcome.PASSED);
        passed.removeAll(with(Outcome.FAILED));
        passed.removeAll(with(Outcome.SKIPPED));
        return passed;
    }

    /** The tests that failed, parameterized ones with at least one of their invocations. */
    public SortedSet<TestName> failed() {
        return with(Outcome.FAILED);
    }

    public SortedSet<TestName> skipped() {
        return with(Outcome.SKIPPED);
    }

    public Optional<TestResult> failure(TestName test) {
        return failures(List.of(test)).stream().findFirst();
    }

    public List<TestResult> failures(Collection<TestName> tests) {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED && tests.contains(result.test()))
                .toList();
    }

    private SortedSet<TestName> with(Outcome outcome) {
        return results.stream()
                .filter(result -> result.outcome() == outcome)
                .map(TestResult::test)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
