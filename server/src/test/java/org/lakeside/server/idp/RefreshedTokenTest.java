package org.lakeside.server.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lakeside.server.SettableClock;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem.Kind;

/// When the provider is asked again, and with what.
class RefreshedTokenTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private boolean isAway;
    private final RotatingProvider provider = new RotatingProvider(clock, Duration.ofHours(2), () -> isAway);
    private final RefreshedToken token = new RefreshedToken(provider.refreshable(), provider::client, clock);

    @AfterEach
    void noProvider() {
        provider.close();
    }

    @Test
    void severalQuestionsAtOnceAreOne() {
        assertThat(token.read()).isEqualTo(token.read());
        assertThat(provider.given()).isEqualTo(1);
    }

    @Test
    void afterTheClockWasSetBackItIsAskedAnew() {
        token.read();
        clock.advance(Duration.ofHours(-1));

        assertThat(token.read().subject()).isEqualTo("number 2");
    }

    @Test
    void aRefreshTokenIsUsedOnceAndTheNewerOneAfterIt() {
        for (int time = 1; time <= 3; time++) {
            assertThat(token.read().subject()).isEqualTo("number " + time);
            clock.advance(Duration.ofMinutes(90));
        }
    }

    @Test
    void storagesAreNotAskedForTwiceInOneRenewal() {
        var first = token.read();

        assertThat(token.readForStorages(first)).isEqualTo(token.readForStorages(first));
        assertThat(provider.given()).isEqualTo(2);
    }

    @Test
    void aDescriptionOfAnotherProviderIsNotFollowed() {
        provider.callsItself("https://elsewhere.test/realm");

        var refusal = catchThrowableOfType(LakeException.class, token::read);

        assertThat(refusal.problem().detail()).contains("it describes itself as another provider");
        assertThat(provider.given()).isZero();
    }

    @Test
    void aProviderThatIsAwayCostsNothing() {
        isAway = true;
        var refusal = catchThrowableOfType(LakeException.class, token::read);
        assertThat(refusal.problem().kind()).isEqualTo(Kind.ISSUER_UNAVAILABLE);

        isAway = false;

        assertThat(token.read().subject()).isEqualTo("number 1");
    }
}
