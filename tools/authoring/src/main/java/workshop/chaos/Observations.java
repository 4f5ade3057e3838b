package workshop.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.Account;
import workshop.cloud.sns.Mail;
import workshop.cloud.trace.Hop;

/** Sees every hop and every mail of an account, and keeps what the check of the guarantees needs. */
final class Observations {
    private static final Pattern EVENT_ID = Pattern.compile("\"metadata\":\\{\"id\":\"([^\"]+)\"");
    private static final Pattern TODO_ID = Pattern.compile("\"todoId\":\"([^\"]+)\"");
    private static final Pattern MAILED = Pattern.compile("Completed: (\\S+)\\s+To-do: +(\\S+)");

    private final Map<String, List<String>> sent = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final Map<String, Integer> deaths = new ConcurrentHashMap<>();
    private final Map<String, Integer> mails = new ConcurrentHashMap<>();

    Observations(Account account) {
        account.trace().listen(this::see);
        account.inbox().listen(this::see);
    }

    private void see(Hop hop) {
        if (hop.kind().equals("events:PutEvents")) {
            // an entry that was refused is traced as it was sent, with its detail as text
            String payload = hop.payload().replace("\\\"", "\"");
            String eventId = first(EVENT_ID, payload);
            if (seen.add(eventId)) {
                sent.computeIfAbsent(first(TODO_ID, payload), id -> new ArrayList<>())
                        .add(eventId);
            }
            if (hop.outcome().equals("ok")) {
                count(taken, eventId);
            }
        } else if (hop.kind().equals("lambda:Return")
                && hop.to().contains("TodoCompletedHandler")
                && (hop.outcome().contains("Runtime.ExitError") || hop.outcome().contains("Sandbox.Timedout"))) {
            count(deaths, first(EVENT_ID, hop.payload()));
        }
    }

    private void see(Mail mail) {
        Matcher mailed = MAILED.matcher(mail.text());
        if (mailed.find()) {
            count(mails, key(mailed.group(2), Instant.parse(mailed.group(1)).toEpochMilli()));
        }
    }

    private static String first(Pattern pattern, String payload) {
        Matcher matcher = pattern.matcher(payload);
        if (!matcher.find()) {
            throw new IllegalStateException("Expected " + pattern + " in the hop's payload: " + payload);
        }
        return matcher.group(1);
    }

    private static void count(Map<String, Integer> counts, String key) {
        counts.merge(key, 1, Integer::sum);
    }

    private static String key(String todoId, long updatedAt) {
        return todoId + " " + updatedAt;
    }

    /** The ids of a to-do's events in the order in which the publisher first sent them. */
    List<String> sent(String todoId) {
        return sent.getOrDefault(todoId, List.of());
    }

    int taken(Change change) {
        return taken.getOrDefault(change.eventId(), 0);
    }

    int mails(Change completion) {
        return mails.getOrDefault(key(completion.todoId(), completion.updatedAt()), 0);
    }

    /** How often the completed-handler's process died or ran out of time over this event. */
    int deaths(Change completion) {
        return deaths.getOrDefault(completion.eventId(), 0);
    }
}
