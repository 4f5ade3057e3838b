package workshop.authoring;

import picocli.CommandLine;
import workshop.Workshop;
import workshop.bench.Bench;
import workshop.chaos.Chaos;
import workshop.terminal.Terminal;

/** {@code ./workshop} as authors use it: a participant's commands, and theirs. */
public final class Authoring {

    private Authoring() {}

    public static void main(String[] args) {
        Workshop.run(args, commands());
    }

    static CommandLine commandLine(Terminal terminal) {
        return Workshop.commandLine(terminal, commands());
    }

    private static Object[] commands() {
        return new Object[] {new Bench(), new Chaos(), new CarveCommand(), new ProveCommand(), new DocsCommand()};
    }
}
