package workshop.project;

import java.nio.file.Path;

/** A CDK project of the workshop: the solution or one of the steps. */
public record Project(Path folder) {
    /** The one that is meant when none is named and one is in no project's folder. */
    public static final String DEFAULT = "solution";

    public String name() {
        return folder.getFileName().toString();
    }

    public Path file(String path) {
        return folder.resolve(path);
    }
}
