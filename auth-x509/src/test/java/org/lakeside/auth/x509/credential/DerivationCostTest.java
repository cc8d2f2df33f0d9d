package org.lakeside.auth.x509.credential;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lakeside.auth.x509.X509Exception.Kind.NOT_UNDERSTOOD;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.lakeside.auth.x509.X509Exception;

/// A file does not decide for how many hours somebody works at it.
class DerivationCostTest {
    private static final byte[] SALT = new byte[8];

    @Test
    void inWhateverWayItIsEncryptedItTakesNoHours() {
        for (int rounds : new int[] {2048, 1_000_000})
            for (var encryption : allWays(rounds))
                assertThatCode(() -> DerivationCost.check("key.pem", encryption))
                        .doesNotThrowAnyException();
        for (var encryption : allWays(Integer.MAX_VALUE))
            assertThatExceptionOfType(X509Exception.class)
                    .as(encryption.getAlgorithm().getId())
                    .isThrownBy(() -> DerivationCost.check("key.pem", encryption))
                    .withMessageContainingAll("key.pem", "2147483647 rounds")
                    .returns(NOT_UNDERSTOOD, X509Exception::kind);
    }

    @Test
    void aWayThatSaysNothingOfRoundsIsForTheDecryptionToJudge() {
        assertThatCode(() ->
                        DerivationCost.check("key.pem", way(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE)))
                .doesNotThrowAnyException();
    }

    private static AlgorithmIdentifier[] allWays(int rounds) {
        return new AlgorithmIdentifier[] {
            way(PKCSObjectIdentifiers.pbeWithMD5AndDES_CBC, new PBEParameter(SALT, rounds)),
            way(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, new PKCS12PBEParams(SALT, rounds)),
            way(
                    PKCSObjectIdentifiers.id_PBES2,
                    new PBES2Parameters(
                            new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, rounds)),
                            new EncryptionScheme(PKCSObjectIdentifiers.des_EDE3_CBC, DERNull.INSTANCE)))
        };
    }

    private static AlgorithmIdentifier way(ASN1ObjectIdentifier name, ASN1Encodable parameters) {
        return new AlgorithmIdentifier(name, parameters);
    }
}
