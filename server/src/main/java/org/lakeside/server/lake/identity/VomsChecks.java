package org.lakeside.server.lake.identity;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.X509Exception.Kind;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.server.lake.identity.Check.State;

/// Whether VOMS servers can be reached and believed, and what they say of the person; asked as a login would.
record VomsChecks(Tools tools) {
    private static final String SERVER = "voms-server";
    private static final String MEMBERSHIP = "membership";
    /// What a server says about the person: so it was reached, and believed.
    private static final Set<Kind> OF_THE_PERSON = EnumSet.of(
            Kind.NOT_A_MEMBER,
            Kind.SUSPENDED,
            Kind.UNKNOWN_ATTRIBUTE,
            Kind.CREDENTIAL_REFUSED,
            Kind.EXPIRED,
            Kind.NOT_YET_VALID,
            Kind.REVOKED);

    List<Check> of(ProxyWish wish, Optional<Credential> person) {
        if (wish.vos().isEmpty()) return both("No VO is named: in the settings (voms), or at a login.");
        if (person.isEmpty())
            return both("There is no certificate to ask with, or its key is encrypted: log in first.");
        List<Check> checks = new ArrayList<>();
        for (var request : wish.vos()) checks.addAll(of(request, person.get()));
        return checks;
    }

    private List<Check> of(VomsRequest request, Credential person) {
        try {
            var found = tools.workshop().memberships(person, request.vo());
            var missing = request.fqans().stream()
                    .map(Object::toString)
                    .filter(one -> !found.all().contains(one))
                    .toList();
            var membership = missing.isEmpty()
                    ? Check.ok(MEMBERSHIP, "%s: %s.".formatted(found.vo(), String.join(", ", found.all())))
                    : new Check(
                            MEMBERSHIP,
                            State.FAILED,
                            "%s has %s for you, but not %s."
                                    .formatted(found.vo(), String.join(", ", found.all()), String.join(", ", missing)),
                            "Ask the VO, or ask for less.");
            return List.of(
                    Check.ok(SERVER, "%s answers for %s, and is trusted.".formatted(found.server(), found.vo())),
                    membership);
        } catch (X509Exception e) {
            return refused(request, e);
        }
    }

    private static List<Check> refused(VomsRequest request, X509Exception e) {
        var sentence = e.finding().sentence();
        if (OF_THE_PERSON.contains(e.kind()))
            return List.of(
                    Check.ok(SERVER, "A server of %s answers.".formatted(request.vo())),
                    new Check(MEMBERSHIP, State.FAILED, sentence, "Ask the administrators of the VO."));
        return List.of(
                new Check(SERVER, State.FAILED, sentence, "Nothing was changed; try again later."),
                Check.skipped(MEMBERSHIP, "No server of %s could be asked.".formatted(request.vo())));
    }

    private static List<Check> both(String why) {
        return List.of(Check.skipped(SERVER, why), Check.skipped(MEMBERSHIP, why));
    }
}
