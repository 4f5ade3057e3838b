package workshop.cloud.lambda;

/** Reads an event source for a function until it is closed. */
interface Poller extends AutoCloseable {

    /** Throws if there is no such source, or if the function's role may not read it. */
    void check();

    void start();

    /** Whether it has worked off what there is. */
    boolean isQuiet();

    /** Ends; what it has not worked off yet is read again by whoever goes on. */
    @Override
    void close();
}
