package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.lakeside.rucio.client.RucioException.Kind;

/// Whatever a server sends instead of rows: good rows up to there, then an end that is told apart from the real one.
class LinesFuzzTest {
    private static final Json<DidJson> DID = Json.of(DidJson.class);
    private static final String GOOD = Recorded.text("search.http").split("\n\n", 2)[1];
    private static final List<FoundDid> ROWS =
            read(GOOD.getBytes(StandardCharsets.UTF_8)).rows();

    private record Outcome(List<FoundDid> rows, @Nullable RucioException end) {}

    @Property
    void anAnswerThatEndsAnywhereGivesTheRowsBeforeAndNoOthers(@ForAll @IntRange(max = 100_000) int at) {
        byte[] all = GOOD.getBytes(StandardCharsets.UTF_8);
        byte[] part = new String(all, 0, at % all.length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);

        Outcome outcome = read(part);

        assertThat(outcome.rows()).isEqualTo(ROWS.subList(0, outcome.rows().size()));
        boolean withinARow = part.length > 0 && part[part.length - 1] != '\n';
        assertThat(outcome.end() == null).isEqualTo(!withinARow);
        if (outcome.end() != null) {
            assertThat(outcome.end().kind()).isEqualTo(Kind.CUT);
        }
    }

    @Property
    void bytesThatWereChangedOnTheWayAreNoOtherFailure(
            @ForAll("garbage") byte[] garbage, @ForAll @IntRange(max = 100_000) int at, @ForAll boolean inserted) {
        byte[] all = GOOD.getBytes(StandardCharsets.UTF_8);
        int from = at % all.length;
        Buffer mixed = new Buffer().write(all, 0, from).write(garbage);
        int to = inserted ? from : Math.min(all.length, from + garbage.length);
        mixed.write(all, to, all.length - to);

        onlyTheTwoKnownEnds(read(mixed.readByteArray()));
    }

    @Property
    void linesOfOtherShapesAreNoOtherFailure(@ForAll("shapes") String line) {
        Outcome outcome = read((line + "\n").getBytes(StandardCharsets.UTF_8));

        onlyTheTwoKnownEnds(outcome);
        assertThat(outcome.rows()).isEmpty();
    }

    private static void onlyTheTwoKnownEnds(Outcome outcome) {
        if (outcome.end() != null) {
            assertThat(outcome.end().kind()).isIn(Kind.CUT, Kind.NOT_RUCIO);
        }
    }

    @Provide
    Arbitrary<byte[]> garbage() {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> shapes() {
        return Arbitraries.of(
                "null",
                "{}",
                "[]",
                "1",
                "\"a text\"",
                "{\"scope\": 1, \"name\": {}, \"did_type\": \"FILE\"}",
                "{\"scope\": \"a\", \"name\": \"b\"}",
                "{\"scope\": \"a\", \"name\": \"b\", \"did_type\": \"PICTURE\"}",
                "{\"scope\": \"a/b\", \"name\": \"b\", \"did_type\": \"FILE\"}",
                "{\"scope\": \"a\", \"name\": \"b\", \"did_type\": \"FILE\", \"bytes\": \"many\"}",
                "<html><title>Log in</title></html>",
                "{\"scope\": \"a\", \"name\": \"b\", \"did_type\": \"FILE\"",
                "[".repeat(100_000));
    }

    private static Outcome read(byte[] body) {
        Response response = new Response.Builder()
                .request(new Request.Builder().url("http://rucio.example.org/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(body, MediaType.get("application/x-json-stream")))
                .build();
        List<FoundDid> rows = new ArrayList<>();
        try (Lines<FoundDid> lines =
                Lines.open("reading", response, line -> DID.read(line).found())) {
            for (Optional<FoundDid> row = lines.next(); row.isPresent(); row = lines.next()) {
                rows.add(row.get());
            }
            return new Outcome(rows, null);
        } catch (RucioException e) {
            return new Outcome(rows, e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
