package workshop.terminal;

import java.io.Console;
import java.util.Locale;

/** Something that a person is asked, to be answered with yes or no. */
public interface Question {

    /** @throws Problem if there is nobody to ask */
    boolean isAnsweredYes(String question);

    static Question onConsole() {
        return question -> {
            Console console = System.console();
            String answer = console == null ? null : console.readLine("%s [y/N] ", question);
            if (answer == null) {
                throw new Problem(question + " There is nobody to ask.", "To say yes beforehand, add --yes");
            }
            return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        };
    }
}
