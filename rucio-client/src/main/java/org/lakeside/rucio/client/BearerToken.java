package org.lakeside.rucio.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A token of an identity provider: a JWT, which says itself whose it is and until when. Rucio and storages check that;
/// here its claims are only read.
///
/// @param value the secret; never printed
/// @param audience for whom it was made; empty when it does not say
/// @param issued when it says; else when it was read
public record BearerToken(
        String value,
        String subject,
        String issuer,
        List<String> audience,
        List<String> scopes,
        Instant issued,
        Instant expires) {
    private static final int LONGEST = 32 * 1024;
    private static final Json<JsonNode> CLAIMS = Json.of(JsonNode.class);

    public BearerToken {
        audience = List.copyOf(audience);
        scopes = List.copyOf(scopes);
    }

    /// Reads one as it stands in a file or a variable.
    ///
    /// @return empty when it is no JWT with an issuer, a subject and an end
    public static Optional<BearerToken> parse(String text) {
        String value = text.strip();
        String[] parts = value.split("\\.", -1);
        if (value.length() > LONGEST || parts.length != 3 || !HeaderText.fits(value)) {
            return Optional.empty();
        }
        try {
            JsonNode claims = CLAIMS.read(Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII)));
            String subject = claims.path("sub").asString("");
            String issuer = claims.path("iss").asString("");
            Optional<Instant> expires = time(claims.path("exp"));
            if (subject.isEmpty() || issuer.isEmpty() || expires.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new BearerToken(
                    value,
                    Plain.text(subject, 200),
                    Plain.text(issuer, 200),
                    texts(claims.path("aud")),
                    List.of(claims.path("scope").asString("").strip().split("\\s+")),
                    time(claims.path("iat")).or(() -> time(claims.path("nbf"))).orElseGet(Instant::now),
                    expires.get()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Who it is of, in the words that Rucio keeps identities of providers in.
    public String identity() {
        return "SUB=%s, ISS=%s".formatted(subject, issuer);
    }

    private static Optional<Instant> time(JsonNode claim) {
        return claim.isNumber() ? Optional.of(Instant.ofEpochSecond(claim.asLong())) : Optional.empty();
    }

    private static List<String> texts(JsonNode claim) {
        return claim.isArray()
                ? claim.valueStream().map(one -> one.asString("")).toList()
                : claim.isString() ? List.of(claim.asString()) : List.of();
    }

    @Override
    public String toString() {
        return "token of %s, until %s".formatted(identity(), expires);
    }
}
