package workshop.cloud.sns;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Where all mail arrives, whoever it is for. It keeps the newest mails only; who wants to see every one listens. */
public final class Inbox {
    private static final int MAX_MAILS = 1_000;
    private static final long MAX_CHARACTERS = 16L << 20;

    private final Deque<Mail> kept = new ArrayDeque<>();
    private final List<Consumer<Mail>> listeners = new CopyOnWriteArrayList<>();
    private long characters;

    /** Puts an email into the box; it can be read when this returns. */
    void receive(Mail mail) {
        synchronized (this) {
            kept.addLast(mail);
            characters += mail.text().length();
            while (kept.size() > MAX_MAILS || characters > MAX_CHARACTERS) {
                characters -= kept.removeFirst().text().length();
            }
        }
        listeners.forEach(listener -> listener.accept(mail));
    }

    /** The kept mails whose address, subject or text contains the given text, oldest first. */
    public synchronized List<Mail> mails(String containing) {
        return kept.stream()
                .filter(mail -> mail.text().contains(containing)
                        || mail.subject().contains(containing)
                        || mail.to().contains(containing))
                .toList();
    }

    /** Calls the listener with every mail from now on, in the thread that brings it, once it can be read. */
    public void listen(Consumer<Mail> listener) {
        listeners.add(listener);
    }
}
