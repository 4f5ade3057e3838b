package todo.infra;

import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awscdk.Annotations;
import software.constructs.Construct;

/** The layer of step 4: the topic that sends an email whenever a to-do is completed. */
final class TodoNotifications extends Construct {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    TodoNotifications(Construct scope, TodoFunction completed) {
        super(scope, "Notifications");
        // TODO 4.1 The topic: encrypted at rest and in transit, see docs/step-4-sns.md#41

        // TODO 4.2 Email goes to the address that was given, or to nobody, see docs/step-4-sns.md#42

        // TODO 4.3 The function that handles completions may publish to the topic, and has the topic's ARN, see
        // docs/step-4-sns.md#43
    }

    /** The address in {@code -c notificationEmail=you@example.com}; if there is none, synth says so. */
    private Optional<String> address() {
        Object email = getNode().tryGetContext("notificationEmail");
        if (email == null || email.toString().isBlank()) {
            Annotations.of(this)
                    .addInfo(
                            "Nobody gets email: no address was given. Deploy with -c notificationEmail=you@example.com");
            return Optional.empty();
        }
        if (!EMAIL.matcher(email.toString()).matches()) {
            Annotations.of(this)
                    .addError("notificationEmail is \"" + email
                            + "\", which is not an email address. Give one: -c notificationEmail=you@example.com");
            return Optional.empty();
        }
        return Optional.of(email.toString());
    }
}
