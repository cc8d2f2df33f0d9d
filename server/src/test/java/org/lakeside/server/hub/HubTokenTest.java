package org.lakeside.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;
import org.lakeside.server.lake.identity.TokenPlace;

class HubTokenTest {
    private static final String API_TOKEN = "token-of-adas-server";
    private static final String JWT = "e30."
            + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"sub\":\"ada\",\"iss\":\"https://idp.example\",\"exp\":4102444800}"
                            .getBytes(StandardCharsets.UTF_8))
            + ".c2lnbmF0dXJl";

    @StartStop
    final MockWebServer hub = new MockWebServer();

    @Test
    void theUserIsAskedForByNameWithTheServersToken() throws InterruptedException {
        hub.enqueue(answer(200, "{\"name\":\"ada b\",\"auth_state\":{\"access_token\":\"%s\"}}".formatted(JWT)));

        assertThat(place("ada b/c").read().value()).isEqualTo(JWT);

        var asked = hub.takeRequest();
        assertThat(asked.getUrl().encodedPath()).isEqualTo("/hub/api/users/ada%20b%2Fc");
        assertThat(asked.getHeaders().get("Authorization")).isEqualTo("token " + API_TOKEN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"name":"ada","auth_state":null}                     | has no token
            200 | {"name":"ada"}                                       | has no token
            200 | {"name":"ada","auth_state":{"access_token":"garbage"}} | has no token
            200 | <html>a page</html>                                  | answered something else
            403 | {"status":403}                                       | answered 403
            404 | {"status":404}                                       | answered 404
            302 | login                                                | answered 302
            """)
    void aHubThatGivesNoTokenIsASentenceThatSaysWhatToEnable(int status, String body, String words) {
        hub.enqueue(answer(status, body));

        var problem = refusal(place("ada"));

        assertThat(problem.kind()).isEqualTo(Kind.CREDENTIAL_UNUSABLE);
        assertThat(problem.detail())
                .contains("the JupyterHub at " + hub.getHostName())
                .contains(words);
        assertThat(problem.remedy()).contains("admin:auth_state!user");
        assertThat(problem.toString()).doesNotContain(API_TOKEN);
    }

    @Test
    void aHubThatIsDownIsASentence() {
        var place = place("ada");
        hub.close();

        var problem = refusal(place);

        assertThat(problem.kind()).isEqualTo(Kind.ISSUER_UNAVAILABLE);
        assertThat(problem.detail()).contains("the JupyterHub at").contains("does not answer");
    }

    @Test
    void aHubBehindAProxyThatIsDownIsDownToo() {
        hub.enqueue(answer(503, "Service Unavailable"));

        var problem = refusal(place("ada"));

        assertThat(problem.kind()).isEqualTo(Kind.ISSUER_UNAVAILABLE);
        assertThat(problem.detail()).contains("answered 503");
    }

    @Test
    void withoutAHubThereIsNothingToAsk() {
        assertThat(HubToken.of(Map.of("JUPYTERHUB_USER", "ada", "JUPYTERHUB_API_TOKEN", "t"), OkHttpClient::new))
                .isEmpty();
        assertThat(HubToken.of(Map.of(), OkHttpClient::new)).isEmpty();
    }

    private TokenPlace place(String user) {
        var environment = Map.of(
                "JUPYTERHUB_API_URL", hub.url("/hub/api").toString(),
                "JUPYTERHUB_API_TOKEN", API_TOKEN,
                "JUPYTERHUB_USER", user);
        return HubToken.of(environment, OkHttpClient::new).orElseThrow();
    }

    private static Problem refusal(TokenPlace place) {
        var thrown = assertThatExceptionOfType(LakeException.class)
                .isThrownBy(place::read)
                .actual();
        return thrown.problem();
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }
}
