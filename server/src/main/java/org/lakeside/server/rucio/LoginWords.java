package org.lakeside.server.rucio;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.tls.Refusals;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.CredentialProblems;
import org.lakeside.server.lake.identity.Proof;

/// What a refused login means to a person: Rucio itself says only "cannot authenticate".
final class LoginWords {
    private LoginWords() {}

    static Problem refused(Instance instance, Optional<Proof> shown) {
        if (shown.isEmpty())
            return new Problem(
                    Kind.WRONG_CREDENTIALS,
                    "%s did not take this login.".formatted(instance.label()),
                    "Begin it again, and log in at the provider as the person whose account you chose.");
        return switch (shown.get()) {
            case Proof.Password _ ->
                new Problem(
                        Kind.WRONG_CREDENTIALS,
                        "%s does not know this user name with this password.".formatted(instance.label()),
                        "Check both, and the account if you chose one, then try again.");
            case Proof.Certificate _, Proof.Proxy _ ->
                new Problem(
                        Kind.WRONG_CREDENTIALS,
                        "%s has no account for %s, or not the one you chose."
                                .formatted(instance.label(), shown.get().identity()),
                        "Ask its administrators to add this name as an X509 identity to your account.");
            case Proof.Token(var token) ->
                new Problem(
                        Kind.WRONG_CREDENTIALS,
                        "%s does not take the token of %s (for %s, scope %s)."
                                .formatted(
                                        instance.label(),
                                        token.identity(),
                                        token.audience().isEmpty()
                                                ? "nobody in particular"
                                                : String.join(", ", token.audience()),
                                        String.join(" ", token.scopes())),
                        "It may be for another audience or without a scope that Rucio wants, or this identity has no account there.");
        };
    }

    /// Whether it was the certificate that the connection failed of; asks the server once more when that is not clear.
    static Optional<Problem> ofCertificate(Instance instance, URI server, About about, RucioException failure) {
        if (about.identity().isEmpty() || !(failure.getCause() instanceof IOException io)) return Optional.empty();
        int port = server.getPort() < 0 ? 443 : server.getPort();
        return Refusals.explain(about.identity().get(), server.getHost(), port, io)
                .map(finding -> problem(instance, finding));
    }

    private static Problem problem(Instance instance, Finding finding) {
        var kind = switch (finding.kind()) {
            case SERVER_NOT_TRUSTED, WRONG_HOST -> Kind.RUCIO_UNAVAILABLE;
            default -> Kind.CREDENTIAL_UNUSABLE;
        };
        return new Problem(kind, finding.sentence(), "")
                .with(
                        CredentialProblems.REASON,
                        finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .with(Problem.INSTANCE, instance.name());
    }
}
