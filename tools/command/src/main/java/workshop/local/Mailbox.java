package workshop.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import workshop.cloud.Account;
import workshop.cloud.sns.Mail;
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
                visit(URI.create(mail.confirmationUrl()));
                terminal.line(terminal.dim(
                        "Confirmed the mail subscription of " + mail.to() + ", as you have to do yourself on AWS"));
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

    private static void visit(URI link) {
        String next = "Look at the mail: the local cloud has it under /_local/mail";
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Problem(
                        "The confirmation link " + link + " answered " + answer.statusCode() + ": " + answer.body(),
                        next);
            }
        } catch (IOException e) {
            throw new Problem("The confirmation link " + link + " got no answer: " + e, next, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while confirming " + link, e);
        }
    }

    /** Shows the mails that contain the text. */
    void print(String containing, Terminal terminal) {
        List<Mail> mails = account.inbox().mails(containing);
        for (Mail mail : mails) {
            terminal.line("");
            terminal.line("  | To:      " + mail.to());
            terminal.line("  | Subject: " + mail.subject());
            terminal.line("  |");
            mail.text().lines().forEach(line -> terminal.line("  | " + line));
        }
    }
}
