package workshop.project;

import picocli.CommandLine.Parameters;

/** Which project a command means. */
public final class NamedProject {
    @Parameters(
            paramLabel = "PROJECT",
            arity = "0..1",
            defaultValue = "",
            description = "A step, such as 2, step-2 or its folder, or another folder; without it, where you are, else"
                    + " solution.")
    private String named;

    public Project in(Repository repository) {
        return repository.project(named);
    }
}
