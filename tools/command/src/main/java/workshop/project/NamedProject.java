package workshop.project;

import picocli.CommandLine.Parameters;

/** Which project a command means. */
public final class NamedProject {
    @Parameters(
            paramLabel = "PROJECT",
            arity = "0..1",
            defaultValue = "",
            description =
                    "A step (2, step-2 or its folder) or another folder. Without it: the project in whose folder you are,"
                            + " else solution.")
    private String named;

    public Project in(Repository repository) {
        return repository.project(named);
    }
}
