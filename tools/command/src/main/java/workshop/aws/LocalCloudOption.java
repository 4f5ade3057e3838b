package workshop.aws;

import java.net.URI;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import workshop.project.LocalClouds;
import workshop.terminal.Bounds;
import workshop.terminal.Problem;

/** Which local cloud a command means. */
public final class LocalCloudOption {
    private static final String DEFAULT = "http://127.0.0.1:4566";

    @Option(names = "--port", paramLabel = "PORT", description = "Use the local cloud at this port.")
    private Integer port;

    /** The way to the local cloud whose port was given or that {@code AWS_ENDPOINT_URL} names; else to the account. */
    AccountAccess orAccount(Map<String, String> environment) {
        AccountAccess access = named(environment);
        access.localCloud().map(URI::toString).ifPresent(LocalCloudOption::requireAnswer);
        return access;
    }

    /** The same where only a local cloud can be meant: if none is named, it is the one that {@code up} has started. */
    public AccountAccess orStarted(Map<String, String> environment, LocalClouds started) {
        String endpoint = named(environment).localCloud().map(URI::toString).orElseGet(() -> theOne(started.running()));
        requireAnswer(endpoint);
        return AccountAccess.ofLocalCloud(endpoint);
    }

    private AccountAccess named(Map<String, String> environment) {
        return port == null
                ? AccountAccess.of(environment)
                : AccountAccess.ofLocalCloud("http://127.0.0.1:" + Bounds.PORT.require("--port", port));
    }

    private static String theOne(List<String> running) {
        if (running.size() > 1) {
            throw new Problem(
                    "Several local clouds run: " + String.join(", ", running) + ".",
                    "Say which one, such as --port "
                            + URI.create(running.get(0)).getPort());
        }
        return running.isEmpty() ? DEFAULT : running.get(0); // another copy of the workshop may have started one
    }

    private static void requireAnswer(String endpoint) {
        switch (LocalClouds.at(endpoint)) {
            case LOCAL_CLOUD -> {}
            case SILENCE ->
                throw new Problem(
                        "What runs at " + endpoint + " does not answer.",
                        "If you stopped ./workshop up with Ctrl-Z, type fg in its terminal. Else say another --port.");
            case OTHER, NOBODY ->
                throw new Problem(
                        "No local cloud runs at " + endpoint + ".",
                        "Start one and leave it running: ./workshop up. If it has another port, say --port PORT. If you want"
                                + " AWS: unset AWS_ENDPOINT_URL.");
        }
    }
}
