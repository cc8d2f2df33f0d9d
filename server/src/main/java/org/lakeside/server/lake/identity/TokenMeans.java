package org.lakeside.server.lake.identity;

import static org.lakeside.server.lake.identity.CredentialProblems.REASON;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.lakeside.auth.x509.Times;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// A token that somebody else renews: Rucio takes it as its own, storages as a bearer's.
final class TokenMeans implements Means {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final TokenPlace place;
    private final Clock clock;

    private volatile Optional<BearerToken> token = Optional.empty();

    TokenMeans(TokenPlace place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    @Override
    public Login.Source source() {
        return place.isHub() ? Login.Source.HUB : Login.Source.TOKEN;
    }

    @Override
    public RucioToken logIn(LoginDesk desk, Instance instance, Optional<String> account, Optional<RucioToken> old) {
        return desk.login(instance, new Proof.Token(read()), account);
    }

    @Override
    public Optional<BearerToken> token() {
        return token;
    }

    @Override
    public void renew() {
        var now = read();
        if (Life.of(now).isDueAt(clock.instant()))
            throw new LakeException(new Problem(
                    Kind.CREDENTIAL_UNUSABLE,
                    "The token from %s ends at %s, and there is no newer one yet."
                            .formatted(place.name(), Times.inWords(now.expires(), clock)),
                    "If none comes, log in anew where it comes from."));
    }

    @Override
    public Optional<Life> life() {
        return token.map(Life::of);
    }

    @Override
    public Outlook outlook() {
        return place.renews()
                ? Outlook.ENDLESS
                : token.map(one -> Outlook.endsAt(one.expires())).orElse(Outlook.ENDLESS);
    }

    private BearerToken read() {
        var fresh = place.read();
        Secrets.remember(fresh.value());
        requireOfNow(fresh);
        var shown = place.readForStorages(fresh);
        Secrets.remember(shown.value());
        token = Optional.of(shown);
        return fresh;
    }

    private void requireOfNow(BearerToken fresh) {
        var now = clock.instant();
        if (fresh.issued().isAfter(now.plus(CLOCKS_DIFFER)))
            throw unusable(
                    "clock-wrong",
                    "The token from %s begins at %s, and here it is %s: one of the two clocks is wrong."
                            .formatted(place.name(), Times.inWords(fresh.issued(), clock), Times.inWords(now, clock)),
                    "Set this machine's clock by NTP, or tell whoever runs %s.".formatted(fresh.issuer()));
        if (Life.of(fresh).isOverAt(now))
            throw unusable(
                    "expired",
                    "The token from %s has ended at %s.".formatted(place.name(), Times.inWords(fresh.expires(), clock)),
                    "Log in anew where it comes from, or log in here in another way.");
    }

    private static LakeException unusable(String reason, String detail, String remedy) {
        return new LakeException(new Problem(Kind.CREDENTIAL_UNUSABLE, detail, remedy).with(REASON, reason));
    }

    @Override
    public void close() {
        token = Optional.empty();
    }

    @Override
    public String toString() {
        return "token from " + place.name();
    }
}
