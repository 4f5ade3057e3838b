package workshop.local;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import workshop.cloud.Account;
import workshop.cloud.sns.Mail;
import workshop.project.LocalClouds;
import workshop.terminal.Terminal;

/** The local cloud's inbox, read as the person would who gets the mail. */
final class Mailbox {
    private final Account account;
    private final Set<String> followed = new HashSet<>();

    Mailbox(Account account) {
        this.account = account;
    }

    /** Follows the links of the mails that ask to confirm a subscription, each once. */
    void confirm(Terminal terminal) {
        for (Mail mail : account.inbox().mails("")) {
            if (mail.confirmationUrl() != null && followed.add(mail.confirmationUrl())) {
                LocalClouds.get(
                        URI.create(mail.confirmationUrl()),
                        "Look at the email: the local cloud has it under /_local/mail");
                terminal.line(terminal.dim(
                        "Confirmed the email subscription of " + mail.to() + ", as you have to do yourself on AWS"));
            }
        }
    }

    void print(String containing, Terminal terminal) {
        for (Mail mail : account.inbox().mails(containing)) {
            terminal.line("\n  | To:      " + mail.to());
            terminal.line("  | Subject: " + mail.subject());
            terminal.line("  |");
            mail.text().lines().forEach(line -> terminal.line("  | " + line));
        }
    }
}
