package workshop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;

/** The commands in {@code --help}, by who needs them: participants first. */
final class CommandList implements IHelpSectionRenderer {
    private static final int INDENT = 2;
    private static final int NAME_WIDTH = 11;

    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put(
                "Commands:",
                List.of(
                        "demo",
                        "up",
                        "why",
                        "test",
                        "hint",
                        "answer",
                        "diff",
                        "progress",
                        "reset",
                        "catch-up",
                        "e2e",
                        "doctor"));
        GROUPS.put("For instructors:", List.of("warm", "redrive"));
        GROUPS.put("On AWS:", List.of("deploy", "destroy"));
    }

    @Override
    public String render(Help help) {
        return GROUPS.entrySet().stream()
                .map(group ->
                        "%n%s%n".formatted(help.colorScheme().text(group.getKey())) + table(help, group.getValue()))
                .collect(Collectors.joining());
    }

    private static TextTable table(Help help, List<String> names) {
        int width = help.commandSpec().usageMessage().width();
        TextTable table = TextTable.forColumns(
                help.colorScheme(),
                new Column(NAME_WIDTH, INDENT, Overflow.SPAN),
                new Column(width - NAME_WIDTH, INDENT, Overflow.WRAP));
        names.forEach(name -> table.addRowValues(
                help.colorScheme().commandText(name),
                help.colorScheme().text(summary(help.subcommands().get(name)))));
        return table;
    }

    private static String summary(Help command) {
        return command.commandSpec().usageMessage().description()[0];
    }
}
