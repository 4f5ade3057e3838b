package workshop.cloud.sns;

import java.time.Instant;

/**
 * An email in the inbox, as {@code /_local/mail} answers it.
 *
 * @param id the message's id as Publish answered it
 * @param from the topic's display name and SNS's address
 * @param to the address
 * @param confirmationUrl the link that confirms a subscription; null in every other mail
 */
public record Mail(
        String id, String from, String to, String subject, String text, Instant sentAt, String confirmationUrl) {
    /** HTML's definition of a valid address. */
    static final String ADDRESS = "[\\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*";
}
