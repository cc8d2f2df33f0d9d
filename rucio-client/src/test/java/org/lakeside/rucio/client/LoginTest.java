package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.rucio.client.RucioException.Kind;

class LoginTest extends WithRucio {
    private static final UserPassword ALICE = new UserPassword("alice", "secret");

    @Test
    void aLoginGivesATokenForAnHour() {
        answers("login.http");

        RucioToken token = client().login(ALICE, Optional.empty());

        assertThat(token)
                .isEqualTo(new RucioToken(
                        "alice-alice-unknown-0123456789abcdef0123456789abcdef",
                        "alice",
                        "alice",
                        Instant.parse("2026-11-21T11:18:04Z")));
    }

    @Test
    void credentialsTravelInHeadersAndNothingSaysWhatToAccept() {
        answers("login.http");

        client().login(ALICE, Optional.of("jdoe"));

        RecordedRequest asked = asked();
        assertThat(asked.getTarget()).isEqualTo("/auth/userpass");
        assertThat(asked.getHeaders().get("X-Rucio-Username")).isEqualTo("alice");
        assertThat(asked.getHeaders().get("X-Rucio-Password")).isEqualTo("secret");
        assertThat(asked.getHeaders().get("X-Rucio-Account")).isEqualTo("jdoe");
        assertThat(asked.getHeaders().get("Accept")).isNull();
    }

    @Test
    void theVirtualOrganisationIsNamedWhenThereIsOne() {
        answers("login.http");

        builder().vo("escape").build().login(ALICE, Optional.empty());

        assertThat(asked().getHeaders().get("X-Rucio-VO")).isEqualTo("escape");
    }

    @Test
    void theEndOfTheTokenIsByOurClockEvenWhenRuciosIsWrong() {
        answers("login.http");
        Clock anHourBehind = Clock.offset(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofHours(-1));

        RucioToken token = builder().clock(anHourBehind).build().login(ALICE, Optional.empty());

        assertThat(token.expires()).isEqualTo(NOW);
    }

    @Test
    void aUserOfSeveralAccountsHasToChooseOne() {
        answers("login-choose-account.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(new UserPassword("both", "secret"), Optional.empty()))
                .withMessage("logging in as both: the user has several accounts: alice, bob")
                .returns(Kind.CHOOSE_ACCOUNT, RucioException::kind)
                .returns(List.of("alice", "bob"), RucioException::accounts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"login-wrong-password.http", "login-unknown-user.http"})
    void aWrongPasswordAndAnUnknownUserAreTheSameKind(String answer) {
        answers(answer);

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(ALICE, Optional.empty()))
                .withMessageStartingWith("logging in as alice: Rucio answered 401")
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
        assertThat(rucio.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aPasswordThatWouldMakeHeadersOfItsOwnNeverLeaves() {
        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(new UserPassword("alice", "hunter2\r\nX-Evil: 1"), Optional.empty()))
                .withMessageNotContaining("hunter2")
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
        assertThat(rucio.getRequestCount()).isZero();
    }

    @Test
    void aRefusedPasswordWithUmlautsSaysWhatMayBeTheReason() {
        answers("login-wrong-password.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(new UserPassword("alice", "pässwort"), Optional.empty()))
                .withMessageContaining("letters beyond ASCII")
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
    }

    @Test
    void theHostOfLoginsMayBeAnother() {
        answers("login.http");

        RucioClient.builder(URI.create("http://127.0.0.1:1"))
                .authUrl(url().resolve("/behind/"))
                .build()
                .login(ALICE, Optional.empty());

        assertThat(asked().getTarget()).isEqualTo("/behind/auth/userpass");
    }
}
