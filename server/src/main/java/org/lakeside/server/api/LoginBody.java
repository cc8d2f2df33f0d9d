package org.lakeside.server.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lakeside.auth.x509.credential.Passphrase;
import org.lakeside.auth.x509.credential.SecretFile;
import org.lakeside.auth.x509.voms.VomsRequest;
import org.lakeside.rucio.client.UserPassword;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.identity.KeyPlace;
import org.lakeside.server.lake.identity.ProxyPlace;
import org.lakeside.server.lake.identity.ProxyWish;
import org.lakeside.server.lake.identity.Refreshable;
import org.lakeside.server.lake.identity.Secrets;

/// What whoever logs in sends: by `kind` some of it.
record LoginBody(
        Optional<String> kind,
        Optional<String> account,
        Optional<String> username,
        Optional<String> password,
        Optional<String> file,
        Optional<String> key,
        Optional<String> name,
        Optional<String> pem,
        Optional<String> keyPem,
        Optional<String> pkcs12,
        Optional<String> passphrase,
        Optional<List<String>> voms,
        Optional<Integer> hours,
        Optional<String> vo,
        Optional<String> token,
        Optional<String> from,
        Optional<String> refreshToken,
        Optional<String> issuer,
        Optional<String> clientId,
        Optional<String> clientSecret,
        Optional<String> scope,
        Optional<String> audience,
        Optional<String> browser,
        Optional<String> code) {
    private static final int LONGEST_LIFE_HOURS = 24 * 14;

    LoginBody {
        kind = kind.filter(text -> !text.isBlank());
        account = account.filter(text -> !text.isBlank());
        username = username.filter(text -> !text.isBlank());
        file = file.filter(text -> !text.isBlank());
        key = key.filter(text -> !text.isBlank());
        name = name.filter(text -> !text.isBlank());
        pem = pem.filter(text -> !text.isBlank());
        keyPem = keyPem.filter(text -> !text.isBlank());
        pkcs12 = pkcs12.filter(text -> !text.isBlank());
        vo = vo.filter(text -> !text.isBlank());
        token = token.filter(text -> !text.isBlank());
        from = from.filter(text -> !text.isBlank());
        refreshToken = refreshToken.filter(text -> !text.isBlank());
        issuer = issuer.filter(text -> !text.isBlank());
        clientId = clientId.filter(text -> !text.isBlank());
        clientSecret = clientSecret.filter(text -> !text.isBlank());
        scope = scope.filter(text -> !text.isBlank());
        audience = audience.filter(text -> !text.isBlank());
        browser = browser.filter(text -> !text.isBlank());
        code = code.filter(text -> !text.isBlank());
        voms = voms.map(List::copyOf);
    }

    /// So that no failure repeats them. What a person has typed may be wrong, or any word, and is tried first.
    Secrets.Attempt masked() {
        texts(Stream.of(token, refreshToken, clientSecret, code)).forEach(Secrets::remember);
        return Secrets.trying(texts(Stream.of(passphrase, password)));
    }

    /// Whether what was typed is right all the same: a passphrase has opened the key before anybody is
    /// asked, a password is good for several accounts.
    boolean isOpened(Problem.Kind refusal) {
        return switch (refusal) {
            case CHOOSE_ACCOUNT -> true;
            case PASSPHRASE_NEEDED, CREDENTIAL_UNUSABLE, BAD_REQUEST -> false;
            default -> passphrase.isPresent();
        };
    }

    private static List<String> texts(Stream<Optional<String>> some) {
        return some.flatMap(Optional::stream)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    UserPassword userPassword() {
        if (username.isEmpty() || password.orElse("").isEmpty())
            throw Query.bad("A login needs a user name and a password.");
        return new UserPassword(username.get().strip(), password.get());
    }

    KeyPlace keyPlace() {
        if (pkcs12.isPresent())
            return new KeyPlace.Uploaded(name.orElse("the file you sent"), decoded(pkcs12.get()), new byte[0]);
        if (pem.isPresent())
            return new KeyPlace.Uploaded(
                    name.orElse("the certificate you sent"),
                    small(pem.get().getBytes(StandardCharsets.ISO_8859_1)),
                    small(keyPem.orElse("").getBytes(StandardCharsets.ISO_8859_1)));
        var certificate = path().orElseThrow(() ->
                Query.bad("A login with a certificate needs file (and key), pem (and key_pem) or pkcs12."));
        return new KeyPlace.Files(certificate, key.map(LoginBody::path));
    }

    Passphrase passphraseGiven() {
        return passphrase.map(text -> Passphrase.takingOver(text.toCharArray())).orElseGet(Passphrase::none);
    }

    ProxyWish wish() {
        var vos = voms.orElse(List.of()).stream()
                .map(text -> VomsRequest.parse(text)
                        .orElseThrow(
                                () -> Query.bad("'%s' is not a VO such as escape or escape:/escape/cms/Role=production."
                                        .formatted(text))))
                .toList();
        int life = hours.orElse((int) ProxyWish.USUAL_LIFE.toHours());
        if (life < 1 || life > LONGEST_LIFE_HOURS)
            throw Query.bad("hours is %d, not a number from 1 to %d.".formatted(life, LONGEST_LIFE_HOURS));
        return new ProxyWish(vos, Duration.ofHours(life));
    }

    /// Empty: the one that is found.
    Optional<ProxyPlace> proxyPlace() {
        if (pem.isEmpty()) return path().map(ProxyPlace::file);
        var sent = pem.get().getBytes(StandardCharsets.ISO_8859_1);
        try {
            return Optional.of(ProxyPlace.uploaded(name.orElse("the proxy you sent"), small(sent)));
        } finally {
            Arrays.fill(sent, (byte) 0);
        }
    }

    Optional<Refreshable> refreshable() {
        if (refreshToken.isEmpty()) return Optional.empty();
        if (issuer.isEmpty() || clientId.isEmpty())
            throw Query.bad("A refresh token needs issuer and client_id beside it.");
        return Optional.of(new Refreshable(
                provider(issuer.get()),
                clientId.get(),
                clientSecret,
                refreshToken.get().strip(),
                scope,
                audience));
    }

    Optional<Path> path() {
        return file.map(LoginBody::path);
    }

    private static URI provider(String text) {
        try {
            var address = new URI(text.strip().replaceAll("/+$", ""));
            if ("https".equals(address.getScheme()) && address.getHost() != null && address.getRawUserInfo() == null)
                return address;
        } catch (URISyntaxException e) {
            // said below
        }
        throw Query.bad("issuer is not an address such as https://provider.example.org.");
    }

    private static Path path(String text) {
        try {
            var path = Path.of(text.strip());
            if (path.isAbsolute()) return path;
        } catch (InvalidPathException e) {
            // said below
        }
        throw Query.bad("Files are named by absolute paths.");
    }

    private static byte[] decoded(String base64) {
        try {
            return small(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw Query.bad("pkcs12 is not base64.");
        }
    }

    private static byte[] small(byte[] content) {
        if (content.length > SecretFile.LARGEST)
            throw Query.bad("A file of keys or certificates has at most %d KiB.".formatted(SecretFile.LARGEST / 1024));
        return content;
    }

    @Override
    public String toString() {
        return "credentials of kind " + kind.orElse("none");
    }
}
