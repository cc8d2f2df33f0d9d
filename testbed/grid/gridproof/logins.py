"""Rucio behind TLS: who comes in with what."""

from __future__ import annotations

from proof.checks import check

from gridproof.asking import certificate, grid, gridlake, rucio, run, voms_proxy


@check("Rucio answers on https with the grid's authority, and with a bad certificate to nobody")
def _ping() -> None:
    assert rucio("/ping").json() == {"version": "41.5.1"}
    assert "certificate" in run("curl", "-sS", "-m", "10", grid("RUCIO_URL") + "/ping").stderr


@check("a VOMS proxy and a plain certificate log in")
def _certificates() -> None:
    voms_proxy("alice")
    assert rucio("/auth/x509_proxy", proxy="alice").headers["x-rucio-auth-account"] == "alice"
    assert rucio("/auth/x509", *certificate("bob")).headers["x-rucio-auth-account"] == "bob"


@check("a password logs in there too")
def _password() -> None:
    answer = rucio("/auth/userpass", X_Rucio_Username="alice", X_Rucio_Password="secret")
    assert answer.headers["x-rucio-auth-account"] == "alice"


@check("one identity of two accounts is refused until an account is named")
def _two_accounts() -> None:
    gridlake("ca", "proxy", "dora", "2")
    answer = rucio("/auth/x509_proxy", proxy="dora")
    assert (answer.status, "Multiple accounts" in answer.headers["exceptionmessage"]) == (401, True)
    for account in ("alice", "bob"):
        named = rucio("/auth/x509_proxy", proxy="dora", X_Rucio_Account=account)
        assert named.headers["x-rucio-auth-account"] == account


@check("a certificate without an account and no certificate are told apart")
def _strangers() -> None:
    gridlake("ca", "proxy", "carol", "2")
    stranger, nobody = rucio("/auth/x509_proxy", proxy="carol"), rucio("/auth/x509_proxy")
    assert (stranger.status, stranger.headers["exceptionclass"]) == (401, "IdentityError")
    assert (nobody.status, nobody.headers["exceptionclass"]) == (401, "CannotAuthenticate")


@check("ended, revoked and unknown certificates are refused by TLS, with the reason")
def _refused() -> None:
    gridlake("ca", "proxy", "expired", "2")
    gridlake("ca", "proxy", "revoked", "2")
    gridlake("ca", "proxy", "rogue", "2")
    for person, reason in (("expired", "certificate expired"), ("revoked", "certificate revoked"), ("rogue", "unknown ca")):
        said = rucio("/auth/x509_proxy", proxy=person)
        assert said.status == 0, (person, said)
        assert reason in said.problem or "getpeername" in said.problem or "SSL_read" in said.problem, (person, said.problem)


@check("nobody can play a certificate with a header")
def _forged() -> None:
    forged = {"X_Client_DN": "CN=Alice Tester,DC=escape,DC=test", "SSL_CLIENT_S_DN": "CN=Alice Tester,DC=escape,DC=test"}
    assert rucio("/auth/x509", **forged).status == 401
    plain = run(
        "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H", "SSL_CLIENT_S_DN: x", grid("LAKE_RUCIO_URL") + "/auth/x509"
    )
    assert plain.stdout == "401"
