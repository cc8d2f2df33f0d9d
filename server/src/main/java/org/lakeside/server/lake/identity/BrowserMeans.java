package org.lakeside.server.lake.identity;

import java.util.Optional;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// A token that came from a login in a browser. Rucio refreshes it, if the provider lets it.
final class BrowserMeans implements Means {
    private final RucioToken first;
    private volatile Optional<RucioToken> latest;

    BrowserMeans(RucioToken first) {
        this.first = first;
        this.latest = Optional.of(first);
    }

    @Override
    public Login.Source source() {
        return Login.Source.BROWSER;
    }

    @Override
    public RucioToken logIn(LoginDesk desk, Instance instance, Optional<String> account, Optional<RucioToken> old) {
        if (old.isEmpty()) return first;
        var fresh = desk.refresh(instance, old.get())
                .orElseThrow(() -> new LakeException(new Problem(
                                Kind.WRONG_CREDENTIALS,
                                "%s cannot refresh the token of your login in the browser.".formatted(instance.label()),
                                "Log in again.")
                        .with(Problem.INSTANCE, instance.name())));
        latest = Optional.of(fresh);
        return fresh;
    }

    @Override
    public Optional<BearerToken> token() {
        return latest.flatMap(one -> BearerToken.parse(one.value()));
    }

    /// Whether Rucio can go on refreshing it shows only when it does.
    @Override
    public Outlook outlook() {
        return latest.map(one -> Outlook.renewedUntil(one.expires())).orElse(Outlook.ENDLESS);
    }

    @Override
    public void close() {
        latest = Optional.empty();
    }

    @Override
    public String toString() {
        return "login in the browser";
    }
}
