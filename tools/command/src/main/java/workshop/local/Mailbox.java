package workshop.local;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import workshop.cloud.Account;
import workshop.cloud.sns.Mail;
import workshop.project.LocalClouds;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** The local cloud's inbox, read as the person would who gets the mail. */
final class Mailbox {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MS = 10;

    private final Account account;
    private final Set<String> followed = new HashSet<>();

    Mailbox(Account account) {
        this.account = account;
    }

    /**
     * Waits for the mails that ask to confirm a subscription, and follows their links, each once.
     *
     * @param subscriptions how many mail subscriptions the template has
     */
    void confirm(long subscriptions, Terminal terminal) {
        for (Mail mail : await(subscriptions)) {
            if (followed.add(mail.confirmationUrl())) {
                LocalClouds.get(
                        URI.create(mail.confirmationUrl()),
                        "Look at the email: the local cloud has it under /_local/mail");
                terminal.line(terminal.dim(
                        "Confirmed the email subscription of " + mail.to() + ", as you have to do yourself on AWS"));
            }
        }
    }

    private List<Mail> await(long count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Mail> found = confirmations();
        try {
            while (found.size() < count && System.nanoTime() < end) {
                Thread.sleep(LOOK_EVERY_MS);
                found = confirmations();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (found.size() < count) {
            throw new Problem(
                    "Emails that ask to confirm a subscription: expected " + count + ". Got: " + found.size() + ".",
                    "Check the topic's subscription in the template.");
        }
        return found;
    }

    private List<Mail> confirmations() {
        return account.inbox().mails("").stream()
                .filter(mail -> mail.confirmationUrl() != null)
                .toList();
    }

    /** Shows the mails that contain the text. */
    void print(String containing, Terminal terminal) {
        for (Mail mail : account.inbox().mails(containing)) {
            terminal.line("\n  | To:      " + mail.to());
            terminal.line("  | Subject: " + mail.subject());
            terminal.line("  |");
            mail.text().lines().forEach(line -> terminal.line("  | " + line));
        }
    }
}
