package org.lakeside.rucio.client;

import java.net.URI;
import java.util.List;

/// The body of `POST /replicas/suspicious`.
record SuspiciousJson(List<String> pfns, String reason) {
    static byte[] of(List<URI> pfns, String reason) {
        return Json.writer()
                .writeValueAsBytes(new SuspiciousJson(
                        pfns.stream().map(PfnText::inCatalogue).toList(), reason));
    }
}
