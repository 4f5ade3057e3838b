package workshop.cloud.dynamodb;

import java.util.HashMap;
import java.util.Map;

/** How far a reader of a stream has come; at first, it is before the oldest record kept. */
public final class Position {
    /** The number of the last record read of each shard. */
    final Map<String, String> read = new HashMap<>();

    String shard;

    public Position copy() {
        Position copy = new Position();
        copy.read.putAll(read);
        return copy;
    }

    /** The shard whose records were read last. */
    public String shard() {
        return shard;
    }
}
