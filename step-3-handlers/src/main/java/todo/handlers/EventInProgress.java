package todo.handlers;

/** Another request is handling the same event right now; Lambda retries this one, and then it is done or free. */
final class EventInProgress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventInProgress(String eventId, String requestId) {
        super("Event " + eventId + " is being handled by another request than " + requestId
                + "; Lambda tries this one again later");
    }
}
