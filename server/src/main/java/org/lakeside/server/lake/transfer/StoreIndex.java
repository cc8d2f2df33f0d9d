package org.lakeside.server.lake.transfer;

/// What the store remembers of its files, blocks and downloads. Crash-safe, on local disk, opened at first use.
public interface StoreIndex extends AutoCloseable {
    @Override
    void close();
}
