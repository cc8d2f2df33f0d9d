package org.lakeside.server.lake.transfer;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/// Which blocks of a file are here, the adler32 of each, and which of them are surely on the disk.
/// One thread fills, others look.
final class Blocks {
    private static final long SMALLEST = 1024 * 1024;
    private static final long MOST = 8192;

    private final long bytes;
    private final long blockSize;
    private final int count;
    private final int[] sums;
    private final BitSet here;
    private final BitSet durable;
    private long bytesHere;
    private int generation;

    /// What was there at one moment.
    record Snapshot(int generation, BitSet here) {}

    private Blocks(long bytes, long blockSize, BitSet here, BitSet durable, int[] sums) {
        this.bytes = bytes;
        this.blockSize = blockSize;
        this.count = sums.length;
        this.here = here;
        this.durable = durable;
        this.sums = sums;
        here.stream().forEach(block -> bytesHere += length(block));
    }

    static Blocks none(long bytes) {
        long size = SMALLEST;
        while (bytes / size >= MOST) size *= 2;
        return new Blocks(bytes, size, new BitSet(), new BitSet(), new int[count(bytes, size)]);
    }

    /// As marked by an earlier run. Marks of blocks that may not have reached the disk count only while the machine
    /// has not been started anew: `bootNow` is its id.
    static Optional<Blocks> of(BlockMarks marks, long bytes, String bootNow) {
        int count = marks.blockSize() < 1 ? -1 : count(bytes, marks.blockSize());
        if (marks.sums().length != count * 4) return Optional.empty();
        BitSet durable = BitSet.valueOf(marks.durable());
        BitSet here = BitSet.valueOf(marks.durable());
        if (marks.boot().equals(bootNow)) here.or(BitSet.valueOf(marks.young()));
        if (here.length() > count) return Optional.empty();
        int[] sums = new int[count];
        ByteBuffer.wrap(marks.sums()).asIntBuffer().get(sums);
        return Optional.of(new Blocks(bytes, marks.blockSize(), here, durable, sums));
    }

    synchronized BlockMarks marks(String bootNow) {
        ByteBuffer packed = ByteBuffer.allocate(count * 4);
        packed.asIntBuffer().put(sums);
        BitSet young = (BitSet) here.clone();
        young.andNot(durable);
        return new BlockMarks(blockSize, durable.toByteArray(), young.toByteArray(), bootNow, packed.array());
    }

    long bytes() {
        return bytes;
    }

    long blockSize() {
        return blockSize;
    }

    synchronized boolean complete() {
        return here.cardinality() == count;
    }

    synchronized long bytesHere() {
        return bytesHere;
    }

    /// The first run of missing blocks.
    synchronized Optional<Piece> missing() {
        int first = here.nextClearBit(0);
        if (first >= count) return Optional.empty();
        int next = here.nextSetBit(first);
        long to = next < 0 ? bytes : next * blockSize;
        return Optional.of(new Piece(first * blockSize, to, bytes));
    }

    synchronized void mark(int block, int sum) {
        if (!here.get(block)) bytesHere += length(block);
        here.set(block);
        sums[block] = sum;
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(generation, (BitSet) here.clone());
    }

    /// What a snapshot held has reached the disk. One from before [#clear()] says nothing of the bytes that are here
    /// now.
    synchronized void madeDurable(Snapshot snapshot) {
        if (snapshot.generation() == generation) durable.or(snapshot.here());
    }

    /// What did not surely reach the disk is not here any more.
    synchronized void forgetYoung() {
        here.clear();
        here.or(durable);
        bytesHere = here.stream().mapToLong(this::length).sum();
        generation++;
    }

    /// Nothing is known to be good any more.
    synchronized void clear() {
        here.clear();
        durable.clear();
        bytesHere = 0;
        generation++;
    }

    /// Adler32 of the whole file, from those of its blocks.
    synchronized int sum() {
        int sum = Adler.NOTHING;
        for (int block = 0; block < count; block++) sum = Adler.combine(sum, sums[block], length(block));
        return sum;
    }

    private long length(int block) {
        return Math.min(blockSize, bytes - block * blockSize);
    }

    private static int count(long bytes, long blockSize) {
        return Math.toIntExact((bytes + blockSize - 1) / blockSize);
    }
}
