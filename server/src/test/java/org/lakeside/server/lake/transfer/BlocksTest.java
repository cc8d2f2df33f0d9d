package org.lakeside.server.lake.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Adler32;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class BlocksTest {
    private static final long MIB = 1024 * 1024;

    @Property
    void theSumsOfPartsMakeTheSumOfTheWhole(
            @ForAll @Size(max = 200_000) byte[] bytes, @ForAll @IntRange(max = 200_000) int anywhere) {
        int cut = bytes.length == 0 ? 0 : anywhere % bytes.length;
        byte[] head = Arrays.copyOfRange(bytes, 0, cut);
        byte[] tail = Arrays.copyOfRange(bytes, cut, bytes.length);

        assertThat(Adler.combine(sum(head), sum(tail), tail.length)).isEqualTo(sum(bytes));
    }

    @Example
    void missingBlocksAreFoundInRuns() {
        Blocks blocks = Blocks.none(5 * MIB + 1);

        blocks.mark(0, 1);
        blocks.mark(3, 1);

        assertThat(blocks.missing()).contains(new Piece(MIB, 3 * MIB, 5 * MIB + 1));
        blocks.mark(1, 1);
        blocks.mark(2, 1);
        assertThat(blocks.missing()).contains(new Piece(4 * MIB, 5 * MIB + 1, 5 * MIB + 1));
        assertThat(blocks.bytesHere()).isEqualTo(4 * MIB);
        blocks.mark(4, 1);
        blocks.mark(5, 1);
        assertThat(blocks.missing()).isEmpty();
        assertThat(blocks.complete()).isTrue();
    }

    @Example
    void marksOfAnotherBootCountOnlyIfTheyReachedTheDisk() {
        Blocks blocks = Blocks.none(3 * MIB);
        blocks.mark(0, 7);
        blocks.madeDurable(blocks.snapshot());
        blocks.mark(1, 8);
        BlockMarks marks = blocks.marks("boot");

        Optional<Blocks> sameBoot = Blocks.of(marks, 3 * MIB, "boot");
        Optional<Blocks> otherBoot = Blocks.of(marks, 3 * MIB, "other boot");

        assertThat(sameBoot).map(Blocks::bytesHere).contains(2 * MIB);
        assertThat(otherBoot).map(Blocks::bytesHere).contains(MIB);
    }

    @Example
    void whatReachedTheDiskBeforeAllWasThrownAwaySaysNothingOfWhatCameSince() {
        Blocks blocks = Blocks.none(3 * MIB);
        blocks.mark(0, 7);
        Blocks.Snapshot before = blocks.snapshot();

        blocks.clear();
        blocks.mark(0, 8);
        blocks.madeDurable(before);

        assertThat(Blocks.of(blocks.marks("boot"), 3 * MIB, "other boot"))
                .map(Blocks::bytesHere)
                .contains(0L);
    }

    @Example
    void marksThatDoNotFitTheFileAreNotBelieved() {
        BlockMarks marks = Blocks.none(3 * MIB).marks("boot");

        assertThat(Blocks.of(marks, 4 * MIB, "boot")).isEmpty();
        assertThat(Blocks.of(new BlockMarks(0, new byte[0], new byte[0], "boot", new byte[0]), 0, "boot"))
                .isEmpty();
    }

    @Example
    void theMapOfAHugeFileStaysSmall() {
        Blocks blocks = Blocks.none(10_000_000L * MIB);

        assertThat(blocks.marks("boot").sums().length).isLessThanOrEqualTo(4 * 8192);
        assertThat(blocks.blockSize() % MIB).isZero();
    }

    private static int sum(byte[] bytes) {
        var sum = new Adler32();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
