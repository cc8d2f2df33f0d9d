package org.lakeside.auth.x509.proxy;

import static org.lakeside.auth.x509.X509Exception.Kind.CANCELLED;

import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.voms.AttributeCertificate;
import org.lakeside.auth.x509.voms.VomsAnswer;
import org.lakeside.auth.x509.voms.VomsClient;
import org.lakeside.auth.x509.voms.VomsRequest;

/// What `voms-proxy-init` does: asks the VOs, and makes a proxy that carries their answers. The key is made while
/// the servers think.
public final class VomsProxies {
    private final VomsClient voms;
    private final ProxyMaker maker;
    private final KeyReserve keys;

    public VomsProxies(VomsClient voms, ProxyMaker maker, KeyReserve keys) {
        this.voms = voms;
        this.maker = maker;
        this.keys = keys;
    }

    /// A proxy with memberships, the first request's the primary one. Without requests a plain one.
    ///
    /// Interrupting the thread breaks it off.
    public GridProxy make(Credential person, List<VomsRequest> requests, ProxyOptions options) {
        if (requests.isEmpty()) return maker.make(person, keys.take(options.keyBits()), options, List.of());
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<KeyPair> key = thread.submit(() -> keys.take(options.keyBits()));
            List<AttributeCertificate> attributes = voms.ask(person, requests).stream()
                    .map(VomsAnswer::attributes)
                    .toList();
            return maker.make(person, result(key), options, attributes);
        }
    }

    private static KeyPair result(Future<KeyPair> key) {
        try {
            return key.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new X509Exception(CANCELLED, "Making a proxy was broken off.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
