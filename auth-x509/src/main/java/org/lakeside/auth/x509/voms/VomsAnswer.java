package org.lakeside.auth.x509.voms;

import java.util.List;

/// What a VOMS server has given.
///
/// @param warnings such as that it lives shorter than asked for
public record VomsAnswer(AttributeCertificate attributes, VomsServer from, List<String> warnings) {
    public VomsAnswer {
        warnings = List.copyOf(warnings);
    }
}
