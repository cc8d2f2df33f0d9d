package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.rucio.client.EveryCall.all;
import static org.lakeside.rucio.client.RseProtocol.Domain.LAN;
import static org.lakeside.rucio.client.RseProtocol.Domain.WAN;
import static org.lakeside.rucio.client.RseProtocol.Operation.READ;
import static org.lakeside.rucio.client.RseProtocol.Operation.THIRD_PARTY_COPY_READ;

import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.RucioException.Kind;

class RsesTest extends WithRucio {
    @Test
    void rsesSayWhatTheyAreAndWhatMayBeDoneThere() {
        answers("rses.http");

        List<Rse> rses = all(client().rses().all(tokens));

        assertThat(rses)
                .filteredOn(rse -> rse.name().equals("TAPE-B"))
                .singleElement()
                .returns("TAPE", Rse::type)
                .returns(true, Rse::deterministic);
        assertThat(rses)
                .filteredOn(rse -> rse.name().equals("OFFLINE"))
                .singleElement()
                .returns(new Rse.Availability(false, true, true), Rse::availability);
        assertThat(rses)
                .filteredOn(rse -> rse.name().equals("LEGACY"))
                .singleElement()
                .returns(false, Rse::deterministic);
        assertThat(asked().getTarget()).isEqualTo("/rses/");
    }

    @Test
    void anExpressionStandsForRses() {
        answers("rses-matching.http");

        assertThat(client().rses().matching(tokens, "tier=1")).containsExactlyInAnyOrder("SITE-A", "SITE-B", "TAPE-B");
        assertThat(asked().getTarget()).isEqualTo("/rses/?expression=tier%3D1");
    }

    @Test
    void theSignsOfAnExpressionReachRucio() {
        answers("rses-matching.http");

        client().rses().matching(tokens, "(tier<2|site=B)&*\\X");

        assertThat(asked().getUrl().queryParameter("expression")).isEqualTo("(tier<2|site=B)&*\\X");
    }

    @Test
    void anExpressionMayStandForNothingButNotMeanNothing() {
        answers("rses-matching-none.http");
        answers("rses-matching-bad.http");

        assertThat(client().rses().matching(tokens, "tier=17")).isEmpty();
        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().rses().matching(tokens, "a||b"))
                .returns(Kind.BAD_REQUEST, RucioException::kind);
    }

    @Test
    void protocolsHaveAPriorityForEachUse() {
        answers("rse.http");

        RseSettings settings = client().rses().settings(tokens, "SITE-B");

        assertThat(settings.rse().name()).isEqualTo("SITE-B");
        assertThat(settings.pathAlgorithm()).isEqualTo("hash");
        assertThat(settings.signUrl()).isEmpty();
        assertThat(settings.protocols()).extracting(RseProtocol::scheme).containsExactlyInAnyOrder("https", "http");
        RseProtocol https = settings.protocols().stream()
                .filter(protocol -> protocol.scheme().equals("https"))
                .findFirst()
                .orElseThrow();
        assertThat(https.hostname()).isEqualTo("localhost");
        assertThat(https.prefix()).isEqualTo("/site-b/");
        assertThat(https.priority(WAN, READ)).isPresent();
        assertThat(https.priority(LAN, THIRD_PARTY_COPY_READ)).isEmpty();
    }

    @Test
    void anRseThatDoesNotExistIsNotFound() {
        answers("rse-not-found.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().rses().settings(tokens, "NOWHERE"))
                .returns(Kind.NOT_FOUND, RucioException::kind);
    }

    @Test
    void protocolsCanBeAskedForAloneAndThereMayBeNone() {
        answers("rse-protocols.http");
        answers(new MockResponse.Builder()
                .code(404)
                .addHeader("ExceptionClass", "RSEProtocolNotSupported")
                .addHeader("ExceptionMessage", "RSE does not support requested protocol."));

        assertThat(client().rses().protocols(tokens, "SITE-B")).hasSize(2);
        assertThat(client().rses().protocols(tokens, "EMPTY")).isEmpty();
    }

    @Test
    void attributesAreText() {
        answers("rse-attributes.http");

        assertThat(client().rses().attributes(tokens, "SITE-B"))
                .containsEntry("site", "B")
                .containsEntry("SITE-B", "true");
    }

    @Test
    void howFullAnRseIsDependsOnWhoCounted() {
        answers(new MockResponse.Builder()
                .body("{\"rse_id\": \"c8\", \"rse\": \"X\", \"source\": \"rucio\", \"used\": 4309, \"free\": null,"
                        + " \"total\": 4309, \"files\": 7, \"updated_at\": \"Sat, 21 Nov 2026 04:50:32 UTC\"}\n"
                        + "{\"rse_id\": \"c8\", \"rse\": \"X\", \"source\": \"storage\", \"used\": 5000,"
                        + " \"free\": 995000, \"total\": 1000000, \"files\": null, \"updated_at\": null}\n"));

        List<RseUsage> usage = client().rses().usage(tokens, "X");

        assertThat(usage).extracting(RseUsage::source).containsExactly("rucio", "storage");
        assertThat(usage.getFirst().free()).isEmpty();
        assertThat(usage.getFirst().files()).hasValue(7);
        assertThat(usage.getLast().free()).hasValue(995_000);
        assertThat(usage.getLast().updated()).isEmpty();
    }
}
