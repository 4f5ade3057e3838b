package workshop.cloud;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process alive. */
public final class Daemon {
    private Daemon() {}

    /** @param name for whoever reads a thread dump */
    public static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
