package todo.handlers;

/** Another request is handling the same event right now. Lambda tries this one again later; by then the event is done, or free. */
final class EventInProgress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventInProgress(String eventId, String requestId) {
        super("Event " + eventId + " is being handled by another request. This one, " + requestId
                + ", fails, and Lambda tries it again later");
    }
}
