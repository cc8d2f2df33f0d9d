package org.lakeside.rucio.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.lakeside.rucio.client.RucioException.Kind;

/// What is asked and understood. That certificates are shown and believed is tried with a real Rucio behind TLS.
class CertificateLoginTest extends WithRucio {
    private static final String ALICE = "/DC=test/DC=escape/CN=Alice Tester";

    @Test
    void aCertificateGivesATokenOfItsSubject() {
        answers("login-x509.http");

        RucioToken token = client().login(shown(ClientCertificate.Kind.CERTIFICATE), Optional.empty());

        assertThat(token.account()).isEqualTo("alice");
        assertThat(token.identity()).isEqualTo(ALICE);
        assertThat(token.expires()).isEqualTo(Instant.parse("2026-11-21T11:18:04Z"));
    }

    @Test
    void certificatesAndProxiesHaveDoorsOfTheirOwn() {
        answers("login-x509.http");
        answers("login-x509.http");

        client().login(shown(ClientCertificate.Kind.CERTIFICATE), Optional.empty());
        client().login(shown(ClientCertificate.Kind.PROXY), Optional.of("prod"));

        assertThat(asked().getTarget()).isEqualTo("/auth/x509");
        RecordedRequest second = asked();
        assertThat(second.getTarget()).isEqualTo("/auth/x509_proxy");
        assertThat(second.getHeaders().get("X-Rucio-Account")).isEqualTo("prod");
        assertThat(second.getHeaders().get("X-Rucio-Allow-Return-Multiple-Accounts"))
                .isEqualTo("true");
    }

    @Test
    void aCertificateOfSeveralAccountsHasToChooseOne() {
        answers("login-choose-account.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(shown(ClientCertificate.Kind.PROXY), Optional.empty()))
                .withMessageStartingWith("logging in with the grid proxy of " + ALICE)
                .returns(Kind.CHOOSE_ACCOUNT, RucioException::kind)
                .returns(List.of("alice", "bob"), RucioException::accounts);
    }

    @Test
    void anOldServerThatNamesNoAccountsStillWantsAChoice() {
        answers("login-x509-several.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(shown(ClientCertificate.Kind.CERTIFICATE), Optional.empty()))
                .returns(Kind.CHOOSE_ACCOUNT, RucioException::kind)
                .returns(List.of(), RucioException::accounts);
    }

    @Test
    void aCertificateThatRucioDoesNotKnowIsARefusedLogin() {
        answers("login-x509-unknown.http");

        assertThatExceptionOfType(RucioException.class)
                .isThrownBy(() -> client().login(shown(ClientCertificate.Kind.PROXY), Optional.empty()))
                .withMessageContaining("Carol Outsider")
                .returns(Kind.NOT_AUTHENTICATED, RucioException::kind);
    }

    private static ClientCertificate shown(ClientCertificate.Kind kind) {
        try {
            var system = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            system.init((KeyStore) null);
            return new ClientCertificate(kind, ALICE, SSLContext.getDefault().getSocketFactory(), (X509TrustManager)
                    system.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
