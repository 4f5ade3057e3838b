package workshop.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workshop.course.FileTree;
import workshop.course.carve.Checkpoint;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.terminal.Reply;
import workshop.terminal.SearchPath;
import workshop.terminal.Terminal;

/**
 * Where a participant's work is kept before its folder is made fresh: a branch of its own, or a copy if there is no git
 * repository. Neither what is checked out nor what is staged changes.
 */
record Backup(Workspace workspace) {
    private static final String COPIES = ".workshop/kept";
    private static final String INDEX = ".workshop/kept.index";

    record Kept(String where, String back) {

        void print(Terminal terminal) {
            terminal.line("What you had is kept " + where + ".");
            terminal.line(terminal.dim("To get it back: " + back));
        }
    }

    /** Makes a step's folder what it was in the beginning; says where the work that was in it is kept, if there was any. */
    Optional<Kept> reset(Step step) {
        Progress before = workspace.progress().forgotten(step, workspace.code(step));
        Course course = Course.read(workspace.home(), step.step());
        List<Step> one = List.of(course.step(step.step()));
        Optional<Kept> kept = Optional.of(Checkpoint.inFolder(workspace.home(), step))
                .filter(work -> !course.uncarved(one).isEmpty() && !work.files().isEmpty())
                .map(this::keep);
        course.carve(one);
        before.write(workspace.home());
        return kept;
    }

    /** Keeps what a step's folder has, without what git ignores. */
    private Kept keep(Checkpoint work) {
        String folder = work.step().folder();
        String name =
                folder + "-" + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
        return branch(work, "kept/" + name).orElseGet(() -> copy(work, name));
    }

    private Optional<Kept> branch(Checkpoint work, String branch) {
        String folder = work.step().folder();
        String here = workspace.relative(workspace.folder(work.step()));
        Path home = workspace.home();
        Path index = home.resolve(INDEX).toAbsolutePath();
        Map<String, String> apart = Map.of("GIT_INDEX_FILE", index.toString());
        Map<String, String> identity = Map.of(
                "GIT_AUTHOR_NAME", "Events workshop",
                "GIT_AUTHOR_EMAIL", "workshop@localhost",
                "GIT_COMMITTER_NAME", "Events workshop",
                "GIT_COMMITTER_EMAIL", "workshop@localhost");
        try {
            Files.createDirectories(index.getParent());
            return git(home, apart, "read-tree", "HEAD")
                    .flatMap(read -> git(home, apart, "add", "--all", "--", folder))
                    .flatMap(added -> git(home, apart, "write-tree"))
                    .flatMap(tree ->
                            git(home, identity, "commit-tree", tree, "-p", "HEAD", "-m", "Work kept of " + folder))
                    .flatMap(commit -> git(home, Map.of(), "branch", branch, commit))
                    .map(made -> new Kept(
                            "on the branch " + branch,
                            "git restore --source=" + branch + " " + here + "   (see it first: git diff " + branch
                                    + " -- " + here + ")"));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + index.getParent(), e);
        } finally {
            new FileTree(index).delete();
        }
    }

    /** What a git command prints; nothing if there is no git, or it fails. */
    static Optional<String> git(Path folder, Map<String, String> environment, String... words) {
        return SearchPath.ofEnvironment()
                .find("git")
                .map(program -> {
                    List<String> command = new ArrayList<>(List.of(program.toString()));
                    command.addAll(List.of(words));
                    ProcessBuilder git = new ProcessBuilder(command).directory(folder.toFile());
                    git.redirectError(ProcessBuilder.Redirect.DISCARD)
                            .environment()
                            .putAll(environment);
                    return Reply.of(git);
                })
                .filter(reply -> reply.exit() == 0)
                .map(Reply::text);
    }

    private Kept copy(Checkpoint work, String name) {
        Path copy = workspace.home().resolve(COPIES).resolve(name);
        for (int number = 2; Files.exists(copy); number++) {
            copy = workspace.home().resolve(COPIES).resolve(name + "-" + number);
        }
        new FileTree(copy).write(work.files());
        return new Kept("in " + copy, "copy from there what you want");
    }
}
