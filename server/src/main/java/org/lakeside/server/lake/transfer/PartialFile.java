package org.lakeside.server.lake.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Adler32;
import org.lakeside.server.lake.transfer.Presence.Partial;

/// A file that grows out of sight: its bytes, and which blocks of them are there. One thread writes.
final class PartialFile implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Blocks blocks;
    private final Set<String> sources = new LinkedHashSet<>();
    private volatile Ground ground;
    private volatile long beyondBlocks;
    private volatile Optional<IOException> lost = Optional.empty();

    /// Where the bytes lie.
    private record Ground(Path path, FileChannel channel) {
        static Ground fresh(Path directory) throws IOException {
            byte[] name = new byte[8];
            RANDOM.nextBytes(name);
            return open(directory.resolve(HexFormat.of().formatHex(name)), StandardOpenOption.CREATE_NEW);
        }

        static Ground open(Path path, OpenOption... how) throws IOException {
            Set<OpenOption> all = new HashSet<>(List.of(how));
            all.addAll(List.of(StandardOpenOption.WRITE, StandardOpenOption.READ));
            return new Ground(path, FileChannel.open(path, all));
        }

        void delete() throws IOException {
            channel.close();
            Files.deleteIfExists(path);
        }
    }

    private PartialFile(Ground ground, Blocks blocks) {
        this.ground = ground;
        this.blocks = blocks;
    }

    static PartialFile create(Path directory, long bytes) throws IOException {
        return new PartialFile(Ground.fresh(directory), Blocks.none(bytes));
    }

    /// Goes on with what an earlier run left, as far as it can be trusted; else begins anew.
    static PartialFile reopen(Path directory, long bytes, Partial left, String bootNow) throws IOException {
        Path path = directory.resolve(left.temporary());
        var blocks = Blocks.of(left.marks(), bytes, bootNow);
        if (blocks.isEmpty() || !Files.isRegularFile(path)) {
            Files.deleteIfExists(path);
            return create(directory, bytes);
        }
        var partial = new PartialFile(Ground.open(path), blocks.get());
        partial.sources.addAll(left.sources());
        partial.dropWhatIsNotThere();
        return partial;
    }

    Path path() {
        return ground.path();
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

    /// Takes a piece that starts at a block, from an RSE. Each block counts, and the RSE as its source, once it is
    /// there as a whole.
    BlockSink sink(Piece piece, String rse) {
        return new Sink(piece, rse);
    }

    private synchronized void mark(int block, int sum, String rse) throws IOException {
        requireKept();
        sources.add(rse);
        blocks.mark(block, sum);
    }

    /// Makes sure that what is marked so far has reached the disk. Where that fails, as on a file system over the
    /// network whose quota is used up, the system drops what it could not write, says so once, and goes on as if
    /// nothing had been. So what had reached the disk before is all that counts, and nothing more is taken.
    void sync() throws IOException {
        requireKept();
        Blocks.Snapshot written = blocks.snapshot();
        try {
            ground.channel().force(false);
        } catch (IOException e) {
            forgetYoung(e);
            throw e;
        }
        blocks.madeDurable(written);
    }

    private synchronized void forgetYoung(IOException why) {
        lost = Optional.of(why);
        blocks.forgetYoung();
    }

    private void requireKept() throws IOException {
        Optional<IOException> why = lost;
        if (why.isPresent()) throw new IOException(why.get().getMessage(), why.get());
    }

    /// Throws away what came, as it turned out to be wrong. What comes next gets another file: whatever an instant of
    /// the process' or the machine's end leaves of the notes, old marks never speak of new bytes.
    synchronized void startOver() throws IOException {
        Ground old = ground;
        ground = Ground.fresh(directory());
        blocks.clear();
        beyondBlocks = 0;
        sources.clear();
        old.delete();
    }

    private Path directory() {
        return Objects.requireNonNull(path().getParent());
    }

    Partial presence(String bootNow) {
        return new Partial(path().getFileName().toString(), blocks.marks(bootNow), blocks.bytesHere(), sources());
    }

    void delete() throws IOException {
        ground.delete();
    }

    @Override
    public void close() throws IOException {
        ground.channel().close();
    }

    /// The file may have been cut down by somebody; marks beyond its end mean nothing.
    private void dropWhatIsNotThere() throws IOException {
        BitSet marked = blocks.snapshot().here();
        if (marked.isEmpty()) return;
        long neededSize = Math.min(blocks.bytes(), marked.length() * blocks.blockSize());
        if (ground.channel().size() < neededSize) startOver();
    }

    private final class Sink implements BlockSink {
        private final Adler32 sum = new Adler32();
        private final Piece piece;
        private final String rse;
        private long position;

        Sink(Piece piece, String rse) {
            if (piece.from() % blocks.blockSize() != 0) throw new IllegalArgumentException("not at a block: " + piece);
            this.piece = piece;
            this.rse = rse;
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
                    mark(block, (int) sum.getValue(), rse);
                    sum.reset();
                } else {
                    beyondBlocks = position - block * blocks.blockSize();
                }
            }
        }

        @Override
        public void underWay(long bytes) {
            beyondBlocks = Math.min(bytes, piece.length());
        }

        private void writeFully(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) position += ground.channel().write(bytes, position);
        }
    }
}
