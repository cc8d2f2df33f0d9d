package org.lakeside.server.rucio;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.rucio.client.ClientCertificate;
import org.lakeside.rucio.client.OidcLogin;
import org.lakeside.rucio.client.OidcRequest;
import org.lakeside.rucio.client.RucioClient;
import org.lakeside.rucio.client.RucioToken;
import org.lakeside.rucio.client.TokenSource;
import org.lakeside.server.lake.Instance;
import org.lakeside.server.lake.identity.LoginDesk;
import org.lakeside.server.lake.identity.Proof;

/// Logging in at Rucio.
public final class RucioLogins implements LoginDesk {
    /// How long Rucio goes on refreshing a token by itself: a long weekend.
    private static final Duration REFRESHED_FOR = Duration.ofDays(4);

    private final RucioInstances instances;
    private final Map<String, Shown> shown = new ConcurrentHashMap<>();

    public RucioLogins(RucioInstances instances) {
        this.instances = instances;
    }

    @Override
    public RucioToken login(Instance instance, Proof proof, Optional<String> account) {
        return switch (proof) {
            case Proof.Password(var credentials) ->
                rucio(instance)
                        .call(Errand.LOGIN, About.login(proof, account), rucio -> rucio.login(credentials, account));
            case Proof.Token(var token) ->
                rucio(instance).call(Errand.LOGIN, About.login(proof, account), rucio -> rucio.login(token, account));
            case Proof.Certificate(var credential) ->
                login(instance, proof, credential, ClientCertificate.Kind.CERTIFICATE, account);
            case Proof.Proxy(var proxy) ->
                login(instance, proof, proxy.credential(), ClientCertificate.Kind.PROXY, account);
        };
    }

    private RucioToken login(
            Instance instance,
            Proof proof,
            Credential credential,
            ClientCertificate.Kind kind,
            Optional<String> account) {
        var rucio = rucio(instance);
        var identity = kind == ClientCertificate.Kind.PROXY
                ? kept(instance, rucio.trust(), credential)
                : TlsIdentity.of(rucio.trust(), credential);
        var shown = new ClientCertificate(kind, proof.identity(), identity.socketFactory(), identity.trustManager());
        return rucio.call(Errand.LOGIN, About.login(proof, account, identity), client -> client.login(shown, account));
    }

    /// The same for the same proxy, so that a server that remembers its TLS session spares both sides
    /// the signatures. Keys of certificates are not kept.
    private TlsIdentity kept(Instance instance, ServerTrust trust, Credential credential) {
        return shown.compute(
                        instance.name(),
                        (_, known) -> known != null && known.is(trust, credential)
                                ? known
                                : new Shown(trust, credential.certificate(), TlsIdentity.of(trust, credential)))
                .identity();
    }

    private record Shown(ServerTrust trust, X509Certificate certificate, TlsIdentity identity) {
        boolean is(ServerTrust to, Credential credential) {
            return trust == to && certificate.equals(credential.certificate());
        }
    }

    @Override
    public String account(Instance instance, TokenSource tokens) {
        return rucio(instance).call(Errand.LOGIN, About.NOTHING, rucio -> rucio.account(tokens));
    }

    @Override
    public void forget(Instance instance) {
        shown.remove(instance.name());
    }

    @Override
    public String version(Instance instance) {
        return rucio(instance).call(Errand.LOGIN, About.NOTHING, RucioClient::ping);
    }

    @Override
    public Optional<Duration> clockAhead(Instance instance) {
        return rucio(instance).call(Errand.LOGIN, About.NOTHING, RucioClient::clockAhead);
    }

    @Override
    public OidcLogin begin(Instance instance, boolean polling, Optional<String> account) {
        var wanted = polling ? OidcRequest.waiting() : OidcRequest.withCode();
        return rucio(instance)
                .call(
                        Errand.LOGIN,
                        About.login(account),
                        rucio -> rucio.beginLogin(wanted.refreshable(REFRESHED_FOR), account));
    }

    @Override
    public Optional<RucioToken> fetch(Instance instance, OidcLogin login, Optional<String> account) {
        return rucio(instance).call(Errand.LOGIN, About.login(account), rucio -> rucio.fetchToken(login, account));
    }

    @Override
    public RucioToken fetch(Instance instance, String code, Optional<String> account) {
        return rucio(instance).call(Errand.LOGIN, About.login(account), rucio -> rucio.fetchToken(code, account));
    }

    @Override
    public Optional<RucioToken> refresh(Instance instance, RucioToken token) {
        return rucio(instance)
                .call(Errand.LOGIN, About.login(Optional.of(token.account())), rucio -> rucio.refresh(token));
    }

    private RucioInstance rucio(Instance instance) {
        return instances.instance(instance.name());
    }
}
