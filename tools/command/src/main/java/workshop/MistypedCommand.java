package workshop;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was mistyped and what may have been meant: never a command that takes something away. */
final class MistypedCommand implements IParameterExceptionHandler {
    private static final Set<String> TAKE_AWAY = Set.of("destroy", "reset", "catch-up");

    @Override
    public int handleParseException(ParameterException mistake, String[] words) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(mistake.getMessage()));
        List<String> meant = mistake instanceof UnmatchedArgumentException unmatched ? meant(unmatched) : List.of();
        if (meant.isEmpty()) {
            command.usage(err);
        } else {
            err.println("Did you mean: " + String.join(" or ", meant) + "?");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What has the same letters, in whatever order; else what picocli finds similar. */
    private static List<String> meant(UnmatchedArgumentException mistake) {
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        String typed = letters(mistake.getUnmatched().get(0));
        List<String> same = Stream.of(command.subcommands(), command.optionsMap())
                .flatMap(names -> names.keySet().stream())
                .filter(name -> letters(name).equals(typed))
                .toList();
        return (same.isEmpty() ? mistake.getSuggestions() : same)
                .stream()
                        .filter(name -> !TAKE_AWAY.contains(name.replaceFirst(".* ", "")))
                        .toList();
    }

    private static String letters(String word) {
        char[] letters = word.replaceFirst("=.*", "").replace("-", "").toCharArray();
        Arrays.sort(letters);
        return String.valueOf(letters);
    }
}
