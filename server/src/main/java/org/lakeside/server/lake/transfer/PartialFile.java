package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Adler32;
import org.lakeside.server.lake.transfer.Presence.Partial;

/// A file that grows out of sight: its bytes, and which blocks of them are there. One thread writes.
final class PartialFile implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final FileChannel channel;
    private final Blocks blocks;
    private final Set<String> sources = new LinkedHashSet<>();
    private volatile long beyondBlocks;

    private PartialFile(Path path, FileChannel channel, Blocks blocks) {
        this.path = path;
        this.channel = channel;
        this.blocks = blocks;
    }

    static PartialFile create(Path directory, long bytes) throws IOException {
        byte[] name = new byte[8];
        RANDOM.nextBytes(name);
        Path path = directory.resolve(HexFormat.of().formatHex(name));
        var channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
        return new PartialFile(path, channel, Blocks.none(bytes));
    }

    /// Goes on with what an earlier run left, as far as it can be trusted; else begins anew.
    static PartialFile reopen(Path directory, long bytes, Partial left, String bootNow) throws IOException {
        Path path = directory.resolve(left.temporary());
        var blocks = Blocks.of(left.marks(), bytes, bootNow);
        if (blocks.isEmpty() || !Files.isRegularFile(path)) {
            Files.deleteIfExists(path);
            return create(directory, bytes);
        }
        var channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.READ);
        var partial = new PartialFile(path, channel, blocks.get());
        partial.sources.addAll(left.sources());
        partial.dropWhatIsNotThere();
        return partial;
    }

    Path path() {
        return path;
    }

    Blocks blocks() {
        return blocks;
    }

    /// Bytes that are here, those of the block that is being written among them.
    long bytesHere() {
        return blocks.bytesHere() + beyondBlocks;
    }

    synchronized List<String> sources() {
        return List.copyOf(sources);
    }

    synchronized void comesFrom(String rse) {
        sources.add(rse);
    }

    /// Takes a piece that starts at a block; each block counts once it is there as a whole.
    BlockSink sink(Piece piece) {
        return new Sink(piece);
    }

    /// Makes sure that what is marked so far has reached the disk.
    void sync() throws IOException {
        BitSet written = blocks.snapshot();
        channel.force(false);
        blocks.madeDurable(written);
    }

    /// Throws away what came, as it turned out to be wrong.
    synchronized void startOver() throws IOException {
        blocks.clear();
        beyondBlocks = 0;
        sources.clear();
        channel.truncate(0);
    }

    Partial presence(String bootNow) {
        return new Partial(path.getFileName().toString(), blocks.marks(bootNow), blocks.bytesHere(), sources());
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// The file may have been cut down by somebody; marks beyond its end mean nothing.
    private void dropWhatIsNotThere() throws IOException {
        BitSet marked = blocks.snapshot();
        if (marked.isEmpty()) return;
        long neededSize = Math.min(blocks.bytes(), marked.length() * blocks.blockSize());
        if (channel.size() < neededSize) startOver();
    }

    private final class Sink implements BlockSink {
        private final Adler32 sum = new Adler32();
        private final Piece piece;
        private long position;

        Sink(Piece piece) {
            if (piece.from() % blocks.blockSize() != 0) throw new IllegalArgumentException("not at a block: " + piece);
            this.piece = piece;
            this.position = piece.from();
            beyondBlocks = 0;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                int block = Math.toIntExact(position / blocks.blockSize());
                long end = Math.min((block + 1) * blocks.blockSize(), piece.to());
                int count = (int) Math.min(bytes.remaining(), end - position);
                sum.update(bytes.slice(bytes.position(), count));
                writeFully(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                if (position == end) {
                    beyondBlocks = 0;
                    blocks.mark(block, (int) sum.getValue());
                    sum.reset();
                } else {
                    beyondBlocks = position - block * blocks.blockSize();
                }
            }
        }

        private void writeFully(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) position += channel.write(bytes, position);
        }
    }
}
