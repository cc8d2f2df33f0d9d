package org.lakeside.rucio.client;

/// How many of a rule's replicas are there, on their way, and given up.
public record LockCounts(long ok, long replicating, long stuck) {
    public static final LockCounts NONE = new LockCounts(0, 0, 0);
}
