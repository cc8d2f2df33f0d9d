package org.lakeside.auth.x509.credential;

import static org.lakeside.auth.x509.X509Exception.Kind.NOT_UNDERSTOOD;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.lakeside.auth.x509.X509Exception;

/// A file says how much work turning its passphrase into a key shall be. One that asks for hours, or for more memory
/// than there is, would stop the whole service.
final class DerivationCost {
    private static final BigInteger MOST_ROUNDS = BigInteger.valueOf(10_000_000);
    private static final BigInteger MOST_BYTES = BigInteger.valueOf(64L << 20);

    private DerivationCost() {}

    static void check(String name, AlgorithmIdentifier encryption) {
        if (!encryption.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            rounds(name, older(encryption));
            return;
        }
        var derivation = PBES2Parameters.getInstance(encryption.getParameters()).getKeyDerivationFunc();
        if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            rounds(name, PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount());
        } else if (derivation.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            var scrypt = ScryptParams.getInstance(derivation.getParameters());
            BigInteger bytes = scrypt.getCostParameter()
                    .multiply(scrypt.getBlockSize())
                    .multiply(BigInteger.valueOf(128))
                    .multiply(scrypt.getParallelizationParameter().max(BigInteger.ONE));
            if (bytes.compareTo(MOST_BYTES) > 0) throw tooMuch(name, bytes.shiftRight(20) + " MiB of memory");
        }
    }

    /// Of PBES1 and of PKCS#12's own: both are a salt and the rounds. What else there may be has none.
    private static BigInteger older(AlgorithmIdentifier encryption) {
        ASN1Encodable parameters = encryption.getParameters();
        return parameters != null
                        && parameters.toASN1Primitive() instanceof ASN1Sequence saltAndRounds
                        && saltAndRounds.size() == 2
                        && saltAndRounds.getObjectAt(1) instanceof ASN1Integer rounds
                ? rounds.getValue()
                : BigInteger.ZERO;
    }

    private static void rounds(String name, BigInteger rounds) {
        if (rounds.compareTo(MOST_ROUNDS) > 0) throw tooMuch(name, rounds + " rounds");
    }

    private static X509Exception tooMuch(String name, String what) {
        return new X509Exception(
                NOT_UNDERSTOOD,
                "Opening the key in %s would take %s. Encrypt it anew with: openssl pkey -aes256 -in OLD -out NEW"
                        .formatted(name, what));
    }
}
