package workshop;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
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
        List<String> meant = mistake instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream()
                        .filter(suggestion -> !TAKE_AWAY.contains(suggestion.replaceFirst(".* ", "")))
                        .toList()
                : List.of();
        if (meant.isEmpty()) {
            command.usage(err);
        } else {
            err.println("Did you mean: " + String.join(" or ", meant) + "?");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
