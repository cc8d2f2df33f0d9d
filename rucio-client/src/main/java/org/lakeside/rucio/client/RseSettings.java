package org.lakeside.rucio.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An RSE with all that it takes to read and write there.
///
/// @param pathAlgorithm how a path follows from a DID, such as `hash`; see [PathAlgorithm]
/// @param signUrl the kind of signature that addresses need, such as `s3`
/// @param verifyChecksum whether the storage's checksums are to be trusted
/// @param protocols in no order; [RseProtocol#priority] says which is preferred
public record RseSettings(
        Rse rse, String pathAlgorithm, Optional<String> signUrl, boolean verifyChecksum, List<RseProtocol> protocols) {
    public RseSettings {
        protocols = List.copyOf(protocols);
    }

    /// Where a file has to lie here, the preferred way first: computed, without asking Rucio. Empty when the address
    /// does not follow from the DID by a rule known to this library; then ask [Rses#pfns], or the list of replicas.
    public List<Pfn> pfns(Did file, RseProtocol.Domain domain, RseProtocol.Operation operation) {
        Optional<PathAlgorithm> algorithm = PathAlgorithm.find(pathAlgorithm);
        if (!rse.deterministic() || algorithm.isEmpty()) {
            return List.of();
        }
        String path = algorithm.get().path(file);
        List<RseProtocol> offered = protocols.stream()
                .filter(protocol -> protocol.priority(domain, operation).isPresent())
                .sorted(Comparator.comparingInt(
                        protocol -> protocol.priority(domain, operation).orElseThrow()))
                .toList();
        List<Pfn> pfns = new ArrayList<>();
        for (RseProtocol protocol : offered) {
            PfnText.parse(protocol.pfn(path), false)
                    .ifPresent(uri -> pfns.add(new Pfn(
                            uri,
                            rse.name(),
                            rse.type(),
                            domain.name().toLowerCase(Locale.ROOT),
                            pfns.size() + 1,
                            false)));
        }
        return pfns;
    }
}
