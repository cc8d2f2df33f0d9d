package org.lakeside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Logins at a real Rucio, and what is left when one ends.
class LakeLoginIT extends ServiceOnLake {
    @Test
    void aWrongPasswordIsSaidSoAndKeepsNothing() throws IOException {
        var reply = api.post("/instances/lake/login", credentials("alice", "wrong-password"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("wrong-credentials");
        assertThat(reply.text()).contains("Little lake").doesNotContain("wrong-password");
        assertThat(home.resolve(".local/state/lakeside/logins")).doesNotExist();
    }

    @Test
    void whoMayActForSeveralChoosesOne() throws IOException {
        var asked = api.post("/instances/lake/login", credentials("both", "secret"));
        assertThat(asked.status()).isEqualTo(409);
        assertThat(texts(asked.json().path("accounts"))).containsExactlyInAnyOrder("alice", "bob");

        var chosen = api.post(
                "/instances/lake/login",
                "{\"kind\": \"userpass\", \"username\": \"both\", \"password\": \"secret\", \"account\": \"bob\"}");

        assertThat(chosen.json().path("account").asString()).isEqualTo("bob");
        assertThat(chosen.json().path("identity").asString()).isEqualTo("both");
    }

    @Test
    void aTokenThatRucioNoLongerTakesIsReplacedWithoutAWord() throws IOException, InterruptedException {
        logIn("alice");
        LakeUnderTest.lake("expire", keptToken());

        assertThat(api.get("/instances/lake/search?did=user.alice:").status()).isEqualTo(200);
    }

    @Test
    void afterARestartTheLoginGoesOnAndWhenItEndsItSaysSo() throws IOException, InterruptedException {
        logIn("alice");
        service.close();
        service = service(LakeUnderTest.variable("LAKE_RUCIO_URL"));

        assertThat(api.get("/instances").json().at("/instances/0/login/source").asString())
                .isEqualTo("kept token");
        assertThat(api.get("/instances/lake/search?did=user.alice:").status()).isEqualTo(200);
        LakeUnderTest.lake("expire", keptToken());

        var reply = api.get("/instances/lake/search?did=user.alice:");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("login-expired");
        assertThat(api.get("/instances").json().at("/instances/0/login/state").asString())
                .isEqualTo("logged-out");
    }

    @Test
    void loggingOutForgetsTheToken() throws IOException {
        logIn("alice");

        assertThat(api.delete("/instances/lake/login").json().path("state").asString())
                .isEqualTo("logged-out");

        assertThat(home.resolve(".local/state/lakeside/logins/lake.json")).doesNotExist();
        assertThat(api.get("/instances/lake/search?did=x").problem()).isEqualTo("not-logged-in");
    }
}
