package workshop.cloud.logs;

/** One line of a log stream; {@code number} counts all of the account's. */
record LogEvent(long number, String stream, long timestamp, String message) {}
