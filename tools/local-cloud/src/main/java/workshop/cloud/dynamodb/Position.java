package workshop.cloud.dynamodb;

import java.util.HashSet;
import java.util.Set;

/** How far a reader of a stream has come; at first, it is before the oldest record kept. */
public final class Position {
    final Set<String> passed = new HashSet<>();
    String shard;
    String sequenceNumber;

    public Position copy() {
        Position copy = new Position();
        copy.passed.addAll(passed);
        copy.move(shard, sequenceNumber);
        return copy;
    }

    void move(String shardId, String to) {
        passed.add(shardId);
        shard = shardId;
        sequenceNumber = to;
    }

    public String shard() {
        return shard;
    }
}
