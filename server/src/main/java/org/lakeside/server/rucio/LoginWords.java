package org.lakeside.server.rucio;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lakeside.auth.x509.Finding;
import org.lakeside.auth.x509.tls.Refusals;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.RucioException;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.CredentialProblems;
import org.lakeside.server.lake.identity.Proof;

/// What a refused login means to a person: Rucio itself says only "cannot authenticate".
final class LoginWords {
    private static final String AUDIENCE = "rucio";
    private static final List<String> SCOPES = List.of("openid", "profile");

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
            case Proof.Token(var token) -> refused(instance, token);
        };
    }

    /// Rucio (41) has one answer for all that can be wrong with a token. What it wants is set there, as
    /// `expected_audience` and `expected_scope`, and told to nobody: here are its defaults.
    private static Problem refused(Instance instance, BearerToken token) {
        var rucio = instance.label();
        var audience = token.audience().isEmpty() ? "nobody in particular" : String.join(", ", token.audience());
        var host = instance.url().getHost();
        if (token.audience().stream().noneMatch(one -> one.equals(AUDIENCE) || one.contains(host)))
            return new Problem(
                            Kind.WRONG_CREDENTIALS,
                            "%s does not take the token of %s: it is made for %s, not for Rucio."
                                    .formatted(rucio, token.identity(), audience),
                            "Get one for the audience that %s wants, usually '%s', or log in in the browser."
                                    .formatted(rucio, AUDIENCE))
                    .with(CredentialProblems.REASON, "wrong-audience");
        var missing =
                SCOPES.stream().filter(scope -> !token.scopes().contains(scope)).collect(Collectors.joining(" "));
        if (!missing.isEmpty())
            return new Problem(
                            Kind.WRONG_CREDENTIALS,
                            "%s does not take the token of %s: it is without the scope %s."
                                    .formatted(rucio, token.identity(), missing),
                            "Get one with the scopes that %s wants, usually '%s', or log in in the browser."
                                    .formatted(rucio, String.join(" ", SCOPES)))
                    .with(CredentialProblems.REASON, "missing-scope");
        return new Problem(
                        Kind.WRONG_CREDENTIALS,
                        "%s does not take the token of %s (for %s, scope %s)."
                                .formatted(rucio, token.identity(), audience, String.join(" ", token.scopes())),
                        "Ask its administrators whether it takes tokens of this provider, and to add this name as an OIDC identity to your account.")
                .with(CredentialProblems.REASON, "no-account");
    }

    /// One account is possible, and it is not the one that was asked for.
    static Problem otherAccount(Instance instance, String possible, About about) {
        var isToken = about.shown().filter(Proof.Token.class::isInstance).isPresent();
        var wanted = about.account().orElse("");
        return new Problem(
                        Kind.CHOOSE_ACCOUNT,
                        "%s takes this login for account %s, not for %s.".formatted(instance.label(), possible, wanted),
                        isToken
                                ? "Choose %s. With a token Rucio goes by its person's default account; log in in the browser to be %s."
                                        .formatted(possible, wanted)
                                : "Choose %s, or ask its administrators for %s.".formatted(possible, wanted))
                .with(CredentialProblems.REASON, "other-account")
                .with(Problem.ACCOUNTS, List.of(possible));
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
