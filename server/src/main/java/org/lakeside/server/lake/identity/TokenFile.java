package org.lakeside.server.lake.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.lakeside.auth.x509.X509Exception;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.rucio.client.BearerToken;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// A token in a file that only its owner may read, as `BEARER_TOKEN_FILE` names one.
public record TokenFile(Path file) implements TokenPlace {
    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public BearerToken read() {
        try {
            var exposed = SecretFile.exposed(file, "a token");
            if (exposed.isPresent())
                throw unusable("exposed", exposed.get().detail(), exposed.get().remedy());
            return parse(new String(SecretFile.readPublic(file), StandardCharsets.UTF_8), file.toString());
        } catch (X509Exception e) {
            throw unusable(
                    "unreadable", "The token file %s cannot be read.".formatted(file), "Look whether it is there.");
        }
    }

    static BearerToken parse(String text, String from) {
        return BearerToken.parse(text)
                .orElseThrow(() -> unusable(
                        "damaged",
                        "What %s has is not a token that says whose it is and until when.".formatted(from),
                        "Get a new one from your identity provider."));
    }

    private static LakeException unusable(String reason, String detail, String remedy) {
        return new LakeException(
                new Problem(Kind.CREDENTIAL_UNUSABLE, detail, remedy).with(CredentialProblems.REASON, reason));
    }
}
