package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.lakeside.auth.x509.tls.ServerTrust;
import org.lakeside.auth.x509.tls.TlsIdentity;
import org.lakeside.auth.x509.trust.GridTrust;
import tools.jackson.databind.json.JsonMapper;

/// The identity provider of the test bed: what a person does there with a browser, and how it is made to misbehave.
final class Provider {
    private static final Pattern CODE = Pattern.compile("\\b[A-Za-z0-9]{50}\\b");

    private Provider() {}

    /// Follows a login page to its end as this user; returns the last page.
    static String logIn(String page, String user) throws IOException {
        try (var answer = get(page)) {
            assertThat(answer.code()).isEqualTo(303);
            try (var chosen = get(answer.header("Location") + "&user=" + user)) {
                try (var back = get(chosen.header("Location"))) {
                    return back.body().string();
                }
            }
        }
    }

    /// The code that Rucio's last page shows.
    static String code(String page, String user) throws IOException {
        var last = logIn(page, user);
        var code = CODE.matcher(last);
        assertThat(code.find()).as(last).isTrue();
        return code.group();
    }

    static String refreshToken(String user) throws IOException {
        var form = new FormBody.Builder()
                .add("grant_type", "password")
                .add("client_id", "lakeside")
                .add("username", user)
                .add("password", "secret")
                .add("scope", "openid profile offline_access")
                .build();
        try (var answer = send(new Request.Builder()
                .url(ServiceOnGrid.grid("GRID_OIDC_ISSUER") + "/token")
                .post(form)
                .build())) {
            return JsonMapper.shared()
                    .readTree(answer.body().string())
                    .path("refresh_token")
                    .asString("");
        }
    }

    /// From now on, such as `{"lifetime": 60}`; `{}`: as usual.
    static void set(String json) throws IOException {
        try (var answer = send(new Request.Builder()
                .url(ServiceOnGrid.grid("GRID_OIDC_ISSUER") + "/control")
                .put(RequestBody.create(json, null))
                .build())) {
            assertThat(answer.isSuccessful()).isTrue();
        }
    }

    private static Response get(String url) throws IOException {
        return send(new Request.Builder().url(url).build());
    }

    private static Response send(Request request) throws IOException {
        var trust = ServerTrust.of(GridTrust.in(Path.of(ServiceOnGrid.grid("X509_CERT_DIR"))));
        return TlsIdentity.nobody(trust)
                .apply(new OkHttpClient.Builder().followRedirects(false))
                .build()
                .newCall(request)
                .execute();
    }
}
