package workshop.project;

import java.nio.file.Path;

/** The repository that the command belongs to, and the person's place in it. */
public final class Repository {

    private Repository() {}

    /** The repository's folder, as the launcher gives it. */
    public static Path home() {
        return Path.of(System.getProperty("workshop.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The folder in which the person is. */
    public static Path here() {
        return Path.of("").toAbsolutePath();
    }
}
