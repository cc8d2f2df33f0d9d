package org.lakeside.auth.x509.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.lakeside.auth.x509.X509Exception.Kind.BAD_REQUEST;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.lakeside.auth.x509.X509Exception;

/// What a service sends that wants a proxy for a key of its own: PKCS#10. The name and the wishes in it are ignored.
final class DelegationRequest {
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]+)-----END (?:NEW )?CERTIFICATE REQUEST-----");
    private static final int SMALLEST_RSA = 2048;
    private static final int SMALLEST_CURVE = 256;

    private DelegationRequest() {}

    static PublicKey publicKey(byte[] request) {
        try {
            var read = new JcaPKCS10CertificationRequest(der(request));
            PublicKey key = read.getPublicKey();
            if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key)))
                throw refused("it is not signed with its own key");
            boolean strong = switch (key) {
                case RSAKey rsa -> rsa.getModulus().bitLength() >= SMALLEST_RSA;
                case ECKey ec -> ec.getParams().getOrder().bitLength() >= SMALLEST_CURVE;
                default -> throw refused("its key is " + key.getAlgorithm() + ", which grids do not use");
            };
            if (!strong) throw refused("its key is too short: RSA begins at %d bits".formatted(SMALLEST_RSA));
            return key;
        } catch (IOException
                | InvalidKeyException
                | NoSuchAlgorithmException
                | OperatorCreationException
                | PKCSException
                | IllegalArgumentException e) {
            throw refused("it cannot be read as PKCS#10");
        }
    }

    private static byte[] der(byte[] request) {
        Matcher pem = PEM.matcher(new String(request, ISO_8859_1));
        return pem.find() ? Base64.getMimeDecoder().decode(pem.group(1)) : request;
    }

    private static X509Exception refused(String why) {
        return new X509Exception(BAD_REQUEST, "The request for a delegated proxy is refused: %s.".formatted(why));
    }
}
