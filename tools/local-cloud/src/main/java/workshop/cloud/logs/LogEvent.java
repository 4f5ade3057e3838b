package workshop.cloud.logs;

/** One line of a log stream; {@code number} counts all of the account's. Both times are in milliseconds. */
record LogEvent(long number, String stream, long timestamp, long ingestedAt, String message) {}
