package workshop.cloud.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Handlers that can't be loaded, each for a reason of its own, and one whose method fails. */
public final class BrokenHandlers {
    private BrokenHandlers() {}

    public abstract static class Any implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String event, Context context) {
            if (event.equals("wrapped")) {
                throw new IllegalStateException("no table", new IllegalArgumentException("TABLE"));
            }
            return event;
        }
    }

    public static final class Fails extends Any {}

    public static final class Unset extends Any {
        private static final String TABLE = System.getenv("TABLE").toString();

        @Override
        public String handleRequest(String event, Context context) {
            return TABLE;
        }
    }

    public static final class Leaves extends Any {
        static {
            leave();
        }

        private static void leave() {
            System.exit(7);
        }
    }

    public static final class NeedsName extends Any {
        public NeedsName(String name) {}
    }

    public static final class Lacks extends Any {
        static {
            lack();
        }

        private static void lack() {
            throw new NoClassDefFoundError("some/Class");
        }
    }
}
