package workshop.cloud.sns;

import java.time.Instant;

/**
 * An email in the inbox.
 *
 * @param id the message's id as Publish answered it
 * @param to the address
 * @param confirmationUrl the link that confirms a subscription; null in every other mail
 */
public record Mail(String id, String to, String subject, String text, Instant sentAt, String confirmationUrl) {}
