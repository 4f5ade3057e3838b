package workshop.cloud.sns;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.util.MailStreamProvider;

/**
 * An email before it is sent.
 *
 * @param id the message's id
 * @param sender the name before the sender's address
 */
record OutgoingMail(String id, String sender, String to, String subject, String text) {
    private static final String FROM = "no-reply@sns.amazonaws.com";
    private static final Pattern CONFIRMATION = Pattern.compile("http\\S+Action=ConfirmSubscription\\S+");
    private static final Pattern MESSAGE_ID = Pattern.compile("<([^@]+)@.*>");
    private static final Session SESSION = session();

    /**
     * With the sender known here, the mail library looks for no host name on the network; with its own part named, it does
     * not search the class path for it again with every mail, which takes most of the time.
     */
    private static Session session() {
        System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
        Properties properties = new Properties();
        properties.put("mail.from", FROM);
        return Session.getInstance(properties);
    }

    /** Whether mail can be sent to this address. */
    static boolean isAddress(String address) {
        try {
            new InternetAddress(address, true);
            return address.contains("@");
        } catch (AddressException e) {
            return false; // which is the answer
        }
    }

    MimeMessage mime() {
        try {
            MimeMessage mime = new Named(id);
            mime.setFrom(new InternetAddress(FROM, sender, "UTF-8"));
            mime.setRecipient(RecipientType.TO, new InternetAddress(to));
            mime.setSubject(subject, "UTF-8");
            mime.setText(text, "UTF-8");
            mime.setSentDate(Date.from(Instant.now()));
            mime.saveChanges();
            return mime;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new IllegalStateException("Can't write the mail to " + to + ": " + e.getMessage(), e);
        }
    }

    /** A MIME message whose id is the SNS message's. */
    private static final class Named extends MimeMessage {
        private final String id;

        Named(String id) {
            super(SESSION);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@sns.amazonaws.com>");
        }
    }

    /** Reads an email back. */
    static Mail read(MimeMessage mime, Instant receivedAt) throws MessagingException, IOException {
        Address[] to = mime.getRecipients(RecipientType.TO);
        String text = mime.getContent().toString();
        Matcher confirmation = CONFIRMATION.matcher(text);
        return new Mail(
                MESSAGE_ID.matcher(mime.getMessageID()).replaceFirst("$1"),
                ((InternetAddress) to[0]).getAddress(),
                mime.getSubject(),
                text,
                receivedAt,
                confirmation.find() ? confirmation.group() : null);
    }
}
