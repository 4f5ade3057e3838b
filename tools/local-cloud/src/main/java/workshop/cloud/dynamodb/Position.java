package workshop.cloud.dynamodb;

import java.util.HashSet;
import java.util.Set;

/** How far a reader of a stream has come. */
public final class Position {
    final boolean latest;
    final Set<String> passed = new HashSet<>();
    String shard;
    String sequenceNumber;

    /** @param latest whether to begin with the next record rather than with the oldest one kept */
    public Position(boolean latest) {
        this.latest = latest;
    }

    public Position copy() {
        Position copy = new Position(latest);
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
