package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lakeside.rucio.client.RucioException.Kind;

/// Tokens of identity providers, in the forms that Rucio 41.5.1 was seen to give and to take.
class TokenLoginTest extends WithRucio {
    private static final String CLAIMS =
            "{\"iss\": \"http://provider.test\", \"sub\": \"alice\", \"aud\": \"rucio\", \"scope\": \"openid profile\", \"iat\": 1795272520, \"exp\": 1795276120}";

    @Test
    void aTokenSaysWhoseItIsForWhomAndUntilWhen() {
        BearerToken token = BearerToken.parse(jwt(CLAIMS) + "\n").orElseThrow();

        assertThat(token.identity()).isEqualTo("SUB=alice, ISS=http://provider.test");
        assertThat(token.audience()).containsExactly("rucio");
        assertThat(token.scopes()).containsExactly("openid", "profile");
        assertThat(Duration.between(token.issued(), token.expires())).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no token",
                "a.b.c",
                "a.e30.c",
                "a.bnVsbA.c",
                "eyJhbGciOiJub25lIn0.W10.",
                "a.eyJzdWIiOiJhIiwiaXNzIjoiYiJ9.c"
            })
    void whatIsNoTokenIsNone(String text) {
        assertThat(BearerToken.parse(text)).isEmpty();
    }

    @Test
    void aTokenIsNeverPrinted() {
        assertThat(BearerToken.parse(jwt(CLAIMS)).orElseThrow().toString()).doesNotContain("eyJ");
    }

    @Test
    void aTokenIsShownToRucioWhichSaysWhoseAccountItOpens() {
        answers("whoami.http");

        RucioToken token = client().login(BearerToken.parse(jwt(CLAIMS)).orElseThrow(), Optional.empty());

        assertThat(token)
                .isEqualTo(new RucioToken(
                        jwt(CLAIMS),
                        "alice",
                        "SUB=alice, ISS=http://provider.test",
                        Instant.ofEpochSecond(1_795_276_120)));
        assertThat(asked().getHeaders().get("X-Rucio-Auth-Token")).isEqualTo(jwt(CLAIMS));
    }

    @Test
    void aTokenThatRucioRefusesIsARefusedLogin() {
        answers("login-wrong-password.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(BearerToken.parse(jwt(CLAIMS)).orElseThrow(), Optional.empty()))
                .withMessageNotContaining("eyJ")
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
    }

    @Test
    void aTokenOfAnotherAccountThanTheOneWantedIsRefused() {
        answers("whoami.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(BearerToken.parse(jwt(CLAIMS)).orElseThrow(), Optional.of("prod")))
                .withMessageEndingWith("Rucio takes it for account alice, not for prod")
                .returns(Kind.CHOOSE_ACCOUNT, RucioException::kind)
                .returns(List.of("alice"), RucioException::accounts);
    }

    @Test
    void aLoginInTheBrowserBeginsAtRuciosOwnAddress() {
        answers("oidc-begin.http");

        OidcLogin login =
                client().beginLogin(OidcRequest.waiting().refreshable(Duration.ofDays(2)), Optional.of("alice"));

        assertThat(login.page()).isEqualTo(url().resolve("/auth/oidc_redirect?S38j0Ffk0CCAFAo7SdkrJxy_polling"));
        var asked = asked();
        assertThat(asked.getHeaders().get("X-Rucio-Client-Authorize-Polling")).isEqualTo("True");
        assertThat(asked.getHeaders().get("X-Rucio-Client-Authorize-Scope")).isEqualTo("openid profile offline_access");
        assertThat(asked.getHeaders().get("X-Rucio-Client-Authorize-Refresh-Lifetime"))
                .isEqualTo("48");
        assertThat(login.toString()).doesNotContain("S38j0");
    }

    @Test
    void aLoginInTheBrowserIsWaitedForUntilSomebodyHasLoggedIn() {
        answers("oidc-begin.http");
        answers("oidc-pending.http");
        answers(new MockResponse.Builder().addHeader("X-Rucio-Auth-Token", jwt(CLAIMS)));
        answers("whoami.http");
        OidcLogin login = client().beginLogin(OidcRequest.waiting(), Optional.empty());

        assertThat(client().fetchToken(login, Optional.empty())).isEmpty();
        assertThat(client().fetchToken(login, Optional.empty()))
                .hasValueSatisfying(token -> assertThat(token.account()).isEqualTo("alice"));
        asked();
        assertThat(asked().getHeaders().get("X-Rucio-Client-Fetch-Token")).isEqualTo("True");
    }

    @Test
    void aCodeThatRucioDoesNotKnowIsARefusedLogin() {
        answers("oidc-pending.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().fetchToken("nonsensecode1234567", Optional.empty()))
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
    }

    @Test
    void whatIsNoCodeNeverLeaves() {
        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().fetchToken("a&b=c d", Optional.empty()))
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
        assertThat(rucio.getRequestCount()).isZero();
    }

    @Test
    void aRefreshedTokenIsOfTheSamePerson() {
        answers(new MockResponse.Builder()
                .addHeader("X-Rucio-Auth-Token", jwt(CLAIMS))
                .addHeader("X-Rucio-Auth-Token-Expires", "1795276120"));
        RucioToken old = new RucioToken("old.old.old", "alice", "SUB=alice", NOW);

        assertThat(client().refresh(old))
                .contains(new RucioToken(jwt(CLAIMS), "alice", "SUB=alice", Instant.ofEpochSecond(1_795_276_120)));
    }

    @Test
    void whereThereIsNothingToRefreshRucioAnswersEmptyHeaders() {
        answers(new MockResponse.Builder()
                .addHeader("X-Rucio-Auth-Token", "")
                .addHeader("X-Rucio-Auth-Token-Expires", ""));

        assertThat(client().refresh(new RucioToken("old.old.old", "alice", "SUB=alice", NOW)))
                .isEmpty();
    }

    static String jwt(String claims) {
        return List.of("{\"alg\": \"RS256\"}", claims, "signature").stream()
                .map(part ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                .reduce((a, b) -> a + "." + b)
                .orElseThrow();
    }
}
