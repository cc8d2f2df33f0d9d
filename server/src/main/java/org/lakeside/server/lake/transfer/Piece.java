package org.lakeside.server.lake.transfer;

/// The bytes `from` (included) to `to` (not included) of a file that has `of` bytes.
public record Piece(long from, long to, long of) {
    public Piece {
        if (from < 0 || to <= from || of < to)
            throw new IllegalArgumentException("no piece: %d to %d of %d".formatted(from, to, of));
    }

    public long length() {
        return to - from;
    }

    public boolean whole() {
        return from == 0 && to == of;
    }
}
