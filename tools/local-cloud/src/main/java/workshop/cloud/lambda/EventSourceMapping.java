package workshop.cloud.lambda;

import java.time.Instant;

/** An event source mapping: its definition, and what reads the source if it is enabled. */
record EventSourceMapping(String id, MappingDefinition definition, Poller poller, Instant changedAt) {

    boolean isQuiet() {
        return !definition.enabled() || poller.isQuiet();
    }
}
