package org.lakeside.server.idp;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.CredentialProblems;
import org.lakeside.server.lake.identity.Refreshable;
import org.lakeside.server.lake.identity.Secrets;
import org.lakeside.server.lake.identity.Storage;
import org.lakeside.server.lake.identity.TokenPlace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tokens that a provider gives for a refresh token: one for Rucio, and one for storages, which want another audience
/// and other scopes. Many providers give a new refresh token with each answer, and take the old one never again.
public final class RefreshedToken implements TokenPlace {
    private static final Logger log = LoggerFactory.getLogger(RefreshedToken.class);
    private static final String FOR_RUCIO = "openid profile offline_access";
    private static final String RUCIO = "rucio";
    private static final String FOR_STORAGES = "storage.read:/ offline_access";
    /// Several questions at the same time have the same answer.
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Refreshable with;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    /// Held while the provider is asked: each refresh token may be good for one time only.
    private final ReentrantLock asking = new ReentrantLock();

    // Guarded by `asking`.
    private String refreshToken;
    private Optional<BearerToken> latest = Optional.empty();
    private Instant asked = Instant.MIN;
    private Optional<BearerToken> latestForStorages = Optional.empty();
    private Instant askedForStorages = Instant.MIN;
    private boolean noneForStorages;

    public RefreshedToken(Refreshable with, Supplier<OkHttpClient> http, Clock clock) {
        this.with = with;
        this.endpoint = new TokenEndpoint(with.issuer(), http);
        this.clock = clock;
        this.refreshToken = with.token();
    }

    @Override
    public String name() {
        return String.valueOf(with.issuer().getHost());
    }

    @Override
    public boolean renews() {
        return true;
    }

    @Override
    public BearerToken read() {
        asking.lock();
        try {
            if (latest.isPresent() && isJust(asked)) return latest.get();
            var fresh = ask(with.scope().orElse(FOR_RUCIO), with.audience().orElse(RUCIO));
            latest = Optional.of(fresh);
            asked = clock.instant();
            return fresh;
        } finally {
            asking.unlock();
        }
    }

    /// Not after the clock was set back: then nobody knows when it was.
    private boolean isJust(Instant then) {
        var now = clock.instant();
        return !now.isBefore(then) && now.isBefore(then.plus(FRESH));
    }

    /// A provider that gives none for storages is not asked for one again; then they are shown Rucio's.
    @Override
    public BearerToken readForStorages(BearerToken first) {
        asking.lock();
        try {
            if (noneForStorages) return first;
            if (latestForStorages.isPresent() && isJust(askedForStorages)) return latestForStorages.get();
            var fresh = ask(FOR_STORAGES, Storage.ANY);
            latestForStorages = Optional.of(fresh);
            askedForStorages = clock.instant();
            return fresh;
        } catch (LakeException e) {
            if (e.problem().kind() != Kind.CREDENTIAL_UNUSABLE) throw e;
            log.info("{} gives no tokens for storages: {}", name(), e.getMessage());
            noneForStorages = true;
            return first;
        } finally {
            asking.unlock();
        }
    }

    private BearerToken ask(String scope, String audience) {
        Secrets.remember(refreshToken);
        try {
            var answer = endpoint.refresh(with, refreshToken, scope, audience);
            answer.refreshToken().ifPresent(newer -> refreshToken = newer);
            Secrets.remember(refreshToken);
            Secrets.remember(answer.accessToken());
            return BearerToken.parse(answer.accessToken())
                    .orElseThrow(() -> refused("gave a token that does not say whose it is and until when"));
        } catch (TokenEndpoint.Refused e) {
            throw refused("refuses to refresh the token (%s)".formatted(e.error()));
        } catch (IOException e) {
            throw new LakeException(
                    new Problem(
                            Kind.ISSUER_UNAVAILABLE,
                            "The identity provider %s does not answer (%s).".formatted(name(), e.getMessage()),
                            "Nothing was changed; it is tried again."),
                    e);
        }
    }

    private LakeException refused(String how) {
        return new LakeException(new Problem(
                        Kind.CREDENTIAL_UNUSABLE,
                        "The identity provider %s %s.".formatted(name(), how),
                        "Log in again there, and bring a new refresh token.")
                .with(CredentialProblems.REASON, "refresh-refused"));
    }

    @Override
    public String toString() {
        return "token of " + name();
    }
}
