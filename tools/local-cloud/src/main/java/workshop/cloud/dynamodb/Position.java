package workshop.cloud.dynamodb;

import java.util.HashSet;
import java.util.Set;

/** How far a reader of a stream has come. */
public final class Position {
    private final boolean latest;
    private final Set<String> passed = new HashSet<>();
    private String shard;
    private String sequenceNumber;

    /** @param latest whether to begin with the next record rather than with the oldest one kept */
    public Position(boolean latest) {
        this.latest = latest;
    }

    public Position copy() {
        Position copy = new Position(latest);
        copy.passed.addAll(passed);
        copy.shard = shard;
        copy.sequenceNumber = sequenceNumber;
        return copy;
    }

    boolean isAt(String shardId) {
        return shardId.equals(shard);
    }

    boolean passed(String shardId) {
        return passed.contains(shardId);
    }

    boolean startsAtLatest() {
        return latest && shard == null;
    }

    String sequenceNumber() {
        return sequenceNumber;
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
