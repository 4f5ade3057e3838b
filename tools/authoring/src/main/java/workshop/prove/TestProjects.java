package workshop.prove;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import workshop.course.carve.Checkpoint;
import workshop.course.testing.Selection;
import workshop.course.testing.Settings;
import workshop.course.testing.TestProject;
import workshop.course.testing.TestRun;

/** Projects that checkpoints are tested in, one for each thread; one that has the same pom is used again. */
final class TestProjects implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path root;
    private final Function<String, List<Path>> classPaths;
    private final Map<Thread, Place> places = new HashMap<>();

    /** The project of a thread, and what it was opened with. */
    private record Place(String pom, TestProject project) {}

    /** @param classPaths by the text of a pom */
    TestProjects(Path root, Function<String, List<Path>> classPaths) {
        this.root = root;
        this.classPaths = classPaths;
    }

    /** Compiles the checkpoint in one of them and runs tests of it. */
    TestRun run(Checkpoint checkpoint, Function<Path, Selection> tests) {
        TestProject project = project(checkpoint.text("pom.xml"));
        project.put(checkpoint.files());
        String problems = project.compile();
        return problems.isEmpty()
                ? project.run(tests.apply(project.folder()), () -> LIMIT)
                : new TestRun(List.of(), problems);
    }

    private synchronized TestProject project(String pom) {
        Place before = places.get(Thread.currentThread());
        if (before != null && before.pom.equals(pom)) {
            return before.project;
        }
        Path folder = before == null ? root.resolve("project-" + (places.size() + 1)) : before.project.folder();
        if (before != null) {
            before.project.close();
        }
        Settings settings = Settings.of(pom).withoutWarnings();
        TestProject project = new TestProject(folder, settings, classPaths.apply(pom), Map.of());
        places.put(Thread.currentThread(), new Place(pom, project));
        return project;
    }

    @Override
    public synchronized void close() {
        places.values().forEach(place -> place.project.close());
    }
}
