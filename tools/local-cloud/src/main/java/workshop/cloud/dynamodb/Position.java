package workshop.cloud.dynamodb;

/** How far a reader of a stream has come; at first, it is before the oldest record kept. */
public final class Position {
    String shard;
    String sequenceNumber;

    public Position copy() {
        Position copy = new Position();
        copy.move(shard, sequenceNumber);
        return copy;
    }

    void move(String shardId, String to) {
        shard = shardId;
        sequenceNumber = to;
    }

    public String shard() {
        return shard;
    }
}
