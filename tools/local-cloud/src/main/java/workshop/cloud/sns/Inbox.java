package workshop.cloud.sns;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where all mail arrives, whoever it is for: a mailbox of the GreenMail library, in memory. It keeps the newest mails only;
 * who wants to see every one listens.
 */
public final class Inbox {
    private static final int MOST_MAILS = 1_000;
    private static final long MOST_CHARACTERS = 16L << 20;

    /** What is in the box, as read on arrival: reading a stored message costs a search of the class path each time. */
    private final Deque<Mail> kept = new ArrayDeque<>();

    private final int mostMails;
    private final long mostCharacters;
    private final List<Consumer<Mail>> listeners = new CopyOnWriteArrayList<>();
    private GreenMailUser owner;
    private MailFolder folder;
    private long characters;
    private long received;

    Inbox() {
        this(MOST_MAILS, MOST_CHARACTERS);
    }

    Inbox(int mostMails, long mostCharacters) {
        this.mostMails = mostMails;
        this.mostCharacters = mostCharacters;
    }

    /** Puts a mail into the box; it can be read when this returns. */
    void receive(Letter letter) {
        MimeMessage mime = letter.mime();
        Mail mail = read(mime, Instant.now());
        synchronized (this) {
            open();
            owner.deliver(mime);
            received++;
            kept.addLast(mail);
            characters += mail.text().length();
            while (kept.size() > mostMails || characters > mostCharacters) {
                removeOldest();
            }
        }
        listeners.forEach(listener -> listener.accept(mail));
    }

    private void open() {
        if (folder != null) {
            return;
        }
        Managers managers = new Managers();
        try {
            owner = managers.getUserManager().createUser("inbox@localhost", "inbox", "inbox");
            folder = managers.getImapHostManager().getInbox(owner);
        } catch (UserException | FolderException e) {
            throw new IllegalStateException("GreenMail can't open the inbox: " + e.getMessage(), e);
        }
    }

    private void removeOldest() {
        long oldest = folder.getMessageUids()[0];
        try {
            folder.setFlags(new Flags(Flags.Flag.DELETED), true, oldest, null, true);
            folder.expunge();
        } catch (FolderException e) {
            throw new IllegalStateException("GreenMail can't remove mail " + oldest + ": " + e.getMessage(), e);
        }
        characters -= kept.removeFirst().text().length();
    }

    /** The kept mails whose address, subject or text contains the given text, oldest first. */
    public synchronized List<Mail> mails(String containing) {
        return kept.stream()
                .filter(mail -> mail.text().contains(containing)
                        || mail.subject().contains(containing)
                        || mail.to().contains(containing))
                .toList();
    }

    private static Mail read(MimeMessage mime, Instant receivedAt) {
        try {
            return Letter.read(mime, receivedAt);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("Can't read a mail: " + e.getMessage(), e);
        }
    }

    /** How many mails have arrived since the account was opened, those not kept included. */
    public synchronized long received() {
        return received;
    }

    /** Calls the listener with every mail from now on, in the thread that brings it, once it can be read. */
    public void listen(Consumer<Mail> listener) {
        listeners.add(listener);
    }
}
