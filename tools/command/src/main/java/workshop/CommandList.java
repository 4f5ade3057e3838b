package workshop;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;

/** The commands in {@code --help}, by who needs them: participants first. */
final class CommandList implements IHelpSectionRenderer {
    private static final int INDENT = 2;
    private static final int NAME_WIDTH = 11;

    /** A heading, and the commands under it, with spaces between them. */
    private record Group(String heading, String commands) {}

    private static final List<Group> GROUPS = List.of(
            new Group("Commands:", "demo up test hint answer diff progress reset catch-up e2e warm"),
            new Group("When something fails:", "why redrive doctor help"),
            new Group("On AWS:", "deploy destroy"));

    @Override
    public String render(Help help) {
        return GROUPS.stream()
                .map(group -> "%n%s%n".formatted(help.colorScheme().text(group.heading()))
                        + table(help, group.commands().split(" ")))
                .collect(Collectors.joining());
    }

    private static TextTable table(Help help, String... names) {
        int width = help.commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(NAME_WIDTH, INDENT, Overflow.SPAN),
                new Column(width - NAME_WIDTH, INDENT, Overflow.WRAP));
        Stream.of(names)
                .forEach(name -> table.addRowValues(
                        help.colorScheme().commandText(name),
                        help.colorScheme().text(summary(help.subcommands().get(name)))));
        return table;
    }

    private static String summary(Help command) {
        return (command.header() + command.description()).lines().findFirst().orElse("");
    }
}
