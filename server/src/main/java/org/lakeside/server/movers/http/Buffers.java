package org.lakeside.server.movers.http;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Direct buffers, used again and again: there are never more than transfers at one time.
final class Buffers {
    static final int SIZE = 1024 * 1024;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer;
    }

    void give(ByteBuffer buffer) {
        free.add(buffer);
    }
}
