package org.lakeside.auth.x509.testing;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.lakeside.auth.x509.credential.Credential;
import org.lakeside.auth.x509.proxy.GridProxy;
import org.lakeside.auth.x509.proxy.ProxyMaker;
import org.lakeside.auth.x509.proxy.ProxyOptions;

/// A full proxy below another one, whatever that one allows: what our own maker refuses to make.
public final class DeepProxy {
    private DeepProxy() {}

    /// One more than the first of them allows.
    public static Credential of(Credential person, ProxyMaker maker) {
        return below(maker.make(person, Keys.rsa(), ProxyOptions.usual().followedBy(0), List.of()));
    }

    public static Credential below(GridProxy parent) {
        KeyPair keys = Keys.rsa(1);
        X509Certificate signer = parent.credential().certificate();
        var issuer = X500Name.getInstance(signer.getSubjectX500Principal().getEncoded());
        RDN[] parts = Arrays.copyOf(issuer.getRDNs(), issuer.getRDNs().length + 1);
        parts[parts.length - 1] = new RDN(BCStyle.CN, new DERPrintableString("4711"));
        var proxy = new TestCertificate(new X500Name(parts), keys.getPublic())
                .life(Duration.ofMinutes(-1), Duration.ofHours(1))
                .usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
                .with(
                        "1.3.6.1.5.5.7.1.14",
                        true,
                        new DERSequence(new DERSequence(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.21.1"))))
                .signed(issuer, signer.getPublicKey(), parent.credential().key());
        var chain = Stream.concat(Stream.of(proxy), parent.credential().chain().stream())
                .toList();
        return Credential.of(chain, keys.getPrivate());
    }
}
