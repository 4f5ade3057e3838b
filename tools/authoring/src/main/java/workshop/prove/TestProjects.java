package workshop.prove;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private final List<Place> places = new ArrayList<>();

    private static final class Place {
        private final Path folder;
        private String pom = "";
        private TestProject project;
        private boolean isFree = true;

        private Place(Path folder) {
            this.folder = folder;
        }
    }

    /**
     * @param root a folder for all of them
     * @param classPaths the class path for a pom
     */
    TestProjects(Path root, Function<String, List<Path>> classPaths) {
        this.root = root;
        this.classPaths = classPaths;
    }

    /** Compiles the checkpoint in one of them and runs tests of it; what changes in between are bodies of methods. */
    TestRun run(Checkpoint checkpoint, Function<Path, Selection> tests) {
        String pom = checkpoint.text("pom.xml");
        Place place = take(pom);
        try {
            if (!place.pom.equals(pom)) {
                open(place, pom);
            }
            place.project.put(checkpoint.files());
            String problems = place.project.compileChanges();
            return problems.isEmpty()
                    ? place.project.run(tests.apply(place.folder), () -> LIMIT)
                    : new TestRun(List.of(), problems);
        } finally {
            free(place);
        }
    }

    private synchronized Place take(String pom) {
        Place taken = places.stream()
                .filter(place -> place.isFree && place.pom.equals(pom))
                .findFirst()
                .or(() -> places.stream().filter(place -> place.isFree).findFirst())
                .orElseGet(() -> {
                    Place added = new Place(root.resolve("project-" + (places.size() + 1)));
                    places.add(added);
                    return added;
                });
        taken.isFree = false;
        return taken;
    }

    private synchronized void free(Place place) {
        place.isFree = true;
    }

    private void open(Place place, String pom) {
        if (place.project != null) {
            place.project.close();
        }
        Settings settings = Settings.of(pom).withoutWarnings();
        place.project = new TestProject(place.folder, settings, classPaths.apply(pom), Map.of());
        place.pom = pom;
    }

    @Override
    public synchronized void close() {
        places.stream().filter(place -> place.project != null).forEach(place -> place.project.close());
    }
}
