package org.lakeside.auth.x509.testing;

import eu.emi.security.authn.x509.CrlCheckingMode;
import eu.emi.security.authn.x509.NamespaceCheckingMode;
import eu.emi.security.authn.x509.X509CertChainValidatorExt;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.italiangrid.voms.VOMSValidators;
import org.italiangrid.voms.ac.VOMSValidationResult;
import org.italiangrid.voms.store.VOMSTrustStores;
import org.italiangrid.voms.util.CertificateValidatorBuilder;

/// What canl and voms-api-java, which grid services in Java use, think of a chain and of its memberships.
public final class SecondOpinion {
    /// All that is wrong; empty if nothing is.
    public List<String> of(List<X509Certificate> chain) {
        X509Certificate[] certificates = chain.toArray(X509Certificate[]::new);
        X509CertChainValidatorExt validator = new CertificateValidatorBuilder()
                .trustAnchorsDir(Grid.variable("X509_CERT_DIR"))
                .namespaceChecks(NamespaceCheckingMode.EUGRIDPMA_AND_GLOBUS_REQUIRE)
                .crlChecks(CrlCheckingMode.REQUIRE)
                .trustAnchorsUpdateInterval(-1)
                .build();
        try {
            var wrong = new ArrayList<String>();
            validator.validate(certificates).getErrors().forEach(error -> wrong.add(error.toString()));
            var memberships = VOMSValidators.newValidator(
                    VOMSTrustStores.newTrustStore(List.of(Grid.variable("X509_VOMS_DIR"))), validator);
            for (VOMSValidationResult result : memberships.validateWithResult(certificates))
                if (!result.isValid()) wrong.add(result.getValidationErrors().toString());
            return wrong;
        } finally {
            validator.dispose();
        }
    }
}
