package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lakeside.rucio.client.RseProtocol.Domain.LAN;
import static org.lakeside.rucio.client.RseProtocol.Domain.WAN;
import static org.lakeside.rucio.client.RseProtocol.Operation.READ;
import static org.lakeside.rucio.client.RseProtocol.Operation.WRITE;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Addresses that are computed, without asking Rucio; held against a real one in `RucioClientIT`.
class PathAlgorithmTest extends WithRucio {
    @ParameterizedTest
    @CsvSource({
        "data.run1,   events.0001.root,   data.run1/b7/c0/events.0001.root,        data.run1/events.0001.root",
        "user.jdoe,   sub/dir/file-1.txt, user/jdoe/6d/d8/sub/dir/file-1.txt,      user/jdoe/sub/dir/file-1.txt",
        "group.higgs, ntuple.root,        group/higgs/71/96/ntuple.root,           group/higgs/ntuple.root",
    })
    void dotsBecomeFoldersForUsersAndGroupsOnly(String scope, String name, String hash, String identity) {
        Did did = new Did(scope, name);

        assertThat(PathAlgorithm.HASH.path(did)).isEqualTo(hash);
        assertThat(PathAlgorithm.IDENTITY.path(did)).isEqualTo(identity);
    }

    @Test
    void aCommunitysOwnAlgorithmIsNotGuessed() {
        assertThat(PathAlgorithm.find("hash")).contains(PathAlgorithm.HASH);
        assertThat(PathAlgorithm.find("LSST")).isEmpty();
        assertThat(settings("LSST", true).pfns(OK, WAN, READ)).isEmpty();
        assertThat(settings("hash", false).pfns(OK, WAN, READ)).isEmpty();
    }

    @Test
    void thePreferredProtocolComesFirstAndUnofferedOnesNotAtAll() {
        RseSettings settings = settings("hash", true);

        assertThat(settings.pfns(new Did("data", "a b#c"), WAN, READ))
                .extracting(Pfn::uri)
                .containsExactly(
                        URI.create("davs://dav.example.org/web/store/data/fb/52/a%20b%23c"),
                        URI.create("root://x.example.org:1094//data/data/fb/52/a%20b%23c"));
        assertThat(settings.pfns(OK, WAN, WRITE)).extracting(Pfn::priority).containsExactly(1);
        assertThat(settings.pfns(OK, LAN, READ)).isEmpty();
    }

    private static RseSettings settings(String algorithm, boolean deterministic) {
        RseProtocol root = new RseProtocol(
                "root",
                "x.example.org",
                1094,
                "//data",
                "rucio.rse.protocols.xrootd.Default",
                Optional.empty(),
                Map.of(WAN, Map.of(READ, 2)));
        RseProtocol dav = new RseProtocol(
                "davs",
                "dav.example.org",
                0,
                "store/",
                "rucio.rse.protocols.gfal.Default",
                Optional.of("/web"),
                Map.of(WAN, Map.of(READ, 1, WRITE, 0)));
        Rse rse = new Rse("c8", "X", "DISK", deterministic, false, false, new Rse.Availability(true, true, true));
        return new RseSettings(rse, algorithm, Optional.empty(), true, List.of(root, dav));
    }

    @Test
    void theServerCanBeAskedForAddressesToo() {
        answers("lfns2pfns.http");
        answers("lfns2pfns-nd.http");
        Did today = new Did("user.alice", "notes/today.txt");

        Map<Did, URI> found =
                client().rses().pfns(tokens, "SITE-B", List.of(new Did("data", "ok.0"), today), WAN, READ);

        assertThat(found).hasSize(2);
        assertThat(found)
                .extractingByKey(today)
                .extracting(URI::getPath)
                .isEqualTo("/site-b/user/alice/57/af/notes/today.txt");
        assertThat(asked().getTarget())
                .isEqualTo("/rses/SITE-B/lfns2pfns?domain=wan&operation=read&lfn=data%3Aok.0"
                        + "&lfn=user.alice%3Anotes%2Ftoday.txt");
        assertThat(client().rses().pfns(tokens, "LEGACY", List.of(OK), WAN, READ))
                .isEmpty();
    }
}
