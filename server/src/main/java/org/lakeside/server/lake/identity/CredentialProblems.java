package org.lakeside.server.lake.identity;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What is wrong with certificates, keys, proxies and VOMS servers, as problems. The sentences are auth-x509's own.
public final class CredentialProblems {
    /// What exactly is wrong, for programs: a String such as `wrong-passphrase`.
    public static final String REASON = "reason";

    private CredentialProblems() {}

    /// Does it, with the exceptions of the other side told as ours.
    static <T> T told(Supplier<T> work, String about) {
        try {
            return work.get();
        } catch (X509Exception e) {
            throw of(e, about);
        }
    }

    static RuntimeException of(X509Exception e, String about) {
        if (e.kind() == X509Exception.Kind.CANCELLED) return new CancellationException(e.getMessage());
        var sentence = e.finding().sentence();
        var reason = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        var problem = switch (e.kind()) {
            case PASSPHRASE_NEEDED ->
                new Problem(
                        Kind.PASSPHRASE_NEEDED, "The key in %s is encrypted.".formatted(about), "Give its passphrase.");
            case WRONG_PASSPHRASE -> new Problem(Kind.PASSPHRASE_NEEDED, sentence, "Type it again.");
            case UNREACHABLE, TIMEOUT, GARBAGE ->
                new Problem(Kind.ISSUER_UNAVAILABLE, sentence, "Nothing was changed; try again in a while.");
            default -> new Problem(Kind.CREDENTIAL_UNUSABLE, sentence, "");
        };
        return new LakeException(problem.with(REASON, reason), e);
    }
}
