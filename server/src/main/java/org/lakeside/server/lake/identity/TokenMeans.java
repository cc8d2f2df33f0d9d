package org.lakeside.server.lake.identity;

import java.time.Clock;
import java.util.Optional;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// A token that somebody else renews: Rucio takes it as its own, storages as a bearer's.
final class TokenMeans implements Means {
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
        if (PartOfLife.isDue(now.issued(), now.expires(), clock.instant()))
            throw new LakeException(new Problem(
                    Kind.CREDENTIAL_UNUSABLE,
                    "The token from %s ends at %s, and there is no newer one yet."
                            .formatted(place.name(), now.expires()),
                    "If none comes, log in anew where it comes from."));
    }

    @Override
    public boolean isDue() {
        return token.filter(one -> PartOfLife.isDue(one.issued(), one.expires(), clock.instant()))
                .isPresent();
    }

    private BearerToken read() {
        var fresh = place.read();
        Secrets.remember(fresh.value());
        token = Optional.of(fresh);
        if (!clock.instant().isBefore(fresh.expires()))
            throw new LakeException(new Problem(
                    Kind.CREDENTIAL_UNUSABLE,
                    "The token from %s has ended at %s.".formatted(place.name(), fresh.expires()),
                    "Log in anew where it comes from, or log in here in another way."));
        return fresh;
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
