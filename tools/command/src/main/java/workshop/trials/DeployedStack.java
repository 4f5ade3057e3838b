package workshop.trials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.cloud.sns.Mail;
import workshop.redrive.Services;
import workshop.redrive.StreamRecords;

/** An account of its own with the stack in it, and with its mail subscription confirmed. */
public final class DeployedStack implements AutoCloseable {
    public static final String NAME = "TodoEvents";

    private static final Duration MAIL_PATIENCE = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 20;

    private final Account account;
    private final Map<String, String> outputs;
    private final Services services;

    private DeployedStack(Account account, Map<String, String> outputs) {
        this.account = account;
        this.outputs = outputs;
        this.services = Services.at(account.endpoint());
    }

    /**
     * Opens an account on a free port and deploys; the warnings are those that {@code up} prints.
     *
     * @param assembly what {@code cdk synth} wrote
     * @param retryUnit what a minute of waiting between two attempts lasts here
     */
    public static DeployedStack in(Path assembly, Duration retryUnit) throws InterruptedException {
        Account account = Account.open(Options.defaults().withPort(0).withRetryUnit(retryUnit));
        try {
            DeployedStack stack = new DeployedStack(account, account.deploy(assembly, NAME, warning -> {}));
            stack.confirmMail();
            return stack;
        } catch (RuntimeException | InterruptedException e) {
            account.close();
            throw e;
        }
    }

    private void confirmMail() throws InterruptedException {
        long end = System.nanoTime() + MAIL_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (Mail mail : account.inbox().mails("")) {
                if (mail.confirmationUrl() != null) {
                    follow(mail.confirmationUrl());
                    return;
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IllegalStateException("No mail asks to confirm the subscription. The template has no address to send"
                + " to; synthesize it with -c notificationEmail=you@example.com");
    }

    private static void follow(String link) throws InterruptedException {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(link)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "The link in the mail answered " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The link in the mail got no answer: " + link, e);
        }
    }

    /** Waits until nothing has been under way for a second; false if that isn't so within the time given. */
    public boolean awaitQuiet(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() < end) {
            long now = System.nanoTime();
            if (!account.isQuiet()) {
                quietSince = now;
            } else if (now - quietSince > QUIET.toNanos()) {
                return true;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return false;
    }

    public Account account() {
        return account;
    }

    public Services services() {
        return services;
    }

    public TodoApi api() {
        return new TodoApi(output("ApiUrl"));
    }

    /** An output of the stack; throws if it doesn't have it. */
    public String output(String key) {
        String value = outputs.get(key);
        if (value == null) {
            throw new IllegalStateException("The stack has no output " + key + "; it has " + outputs.keySet());
        }
        return value;
    }

    /** The records of the table of to-dos. */
    public StreamRecords stream() {
        String arn = services.dynamoDb()
                .describeTable(describe -> describe.tableName(output("TableName")))
                .table()
                .latestStreamArn();
        return new StreamRecords(services, arn);
    }

    @Override
    public void close() {
        services.close();
        account.close();
    }
}
