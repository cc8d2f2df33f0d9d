"""The identity provider, and what Rucio and the storages think of its tokens."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from proof.checks import check

from gridproof.asking import Said, addresses, curl, grid, gridlake, rucio

ANY = "https://wlcg.cern.ch/jwt/v1/any"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def provider(path: str, **form: str) -> Said:
    return curl(grid("OIDC_ISSUER") + path, *(["-d", urlencode(form)] if form else []))


def token(*words: str) -> str:
    return gridlake("idp", "token", *words)


def whoami(bearer: str) -> Said:
    return rucio("/accounts/whoami", X_Rucio_Auth_Token=bearer)


def claims(bearer: str) -> Any:
    text = bearer.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@check("the provider describes itself; its keys are there")
def _discovery() -> None:
    about = provider("/.well-known/openid-configuration").json()
    assert about["issuer"] == grid("OIDC_ISSUER") and DEVICE in about["grant_types_supported"]
    assert curl(about["jwks_uri"]).json()["keys"][0]["kty"] == "RSA"


@check("Rucio takes an access token made for it; not another's, an old one, too small a scope, or of somebody without account")
def _rucio() -> None:
    assert whoami(token("alice")).status == 303
    wrong = (("alice", "other"), ("alice", "rucio", "-5"), ("alice", "rucio", "600", "openid"), ("carol",))
    assert [whoami(token(*words)).status for words in wrong] == [401] * 4


@check("login by code with PKCE; the code is good once, and only with the right proof")
def _code() -> None:
    proof = "a-verifier-of-at-least-forty-three-characters-1234"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(proof.encode()).digest()).rstrip(b"=").decode()
    back = "http://127.0.0.1:1/done"
    asked = dict(client_id="lakeside", response_type="code", redirect_uri=back, scope="openid profile offline_access", state="s1")
    asked |= dict(code_challenge=challenge, code_challenge_method="S256", user="alice")

    def code() -> str:
        return parse_qs(urlsplit(provider("/authorize?" + urlencode(asked)).headers["location"]).query)["code"][0]

    form = dict(grant_type="authorization_code", client_id="lakeside", redirect_uri=back)
    first = code()
    got = provider("/token", **form, code=first, code_verifier=proof).json()
    assert whoami(got["access_token"]).status == 303
    assert provider("/token", **form, code=first, code_verifier=proof).json() == {"error": "invalid_grant"}
    assert provider("/token", **form, code=code(), code_verifier="wrong").json() == {"error": "invalid_grant"}
    refresh = dict(grant_type="refresh_token", client_id="lakeside", refresh_token=got["refresh_token"])
    again = provider("/token", **refresh).json()
    assert again["refresh_token"] != got["refresh_token"] and whoami(again["access_token"]).status == 303
    assert provider("/token", **refresh).json() == {"error": "invalid_grant"}


@check("login by device code: pending until somebody has said who they are")
def _device() -> None:
    begun = provider("/device_authorization", client_id="lakeside", scope="openid profile").json()
    form = dict(grant_type=DEVICE, client_id="lakeside", device_code=begun["device_code"])
    assert provider("/token", **form).json() == {"error": "authorization_pending"}
    assert "alice" in curl(begun["verification_uri_complete"]).body
    assert curl(begun["verification_uri_complete"] + "&user=bob").status == 200
    assert claims(provider("/token", **form).json()["access_token"])["sub"] == "bob"


@check("login through Rucio by polling: not yet, then a token")
def _polling() -> None:
    begun = rucio("/auth/oidc", X_Rucio_Account="alice", X_Rucio_Client_Authorize_Polling="True")
    poll = begun.headers["x-rucio-oidc-auth-url"]
    assert curl(poll, X_Rucio_Client_Fetch_Token="True").status == 401
    page = curl(poll).headers["location"]
    assert page.startswith(grid("OIDC_ISSUER"))
    assert curl(curl(page + "&user=alice").headers["location"]).status == 200
    fetched = curl(poll, X_Rucio_Client_Fetch_Token="True").headers["x-rucio-auth-token"]
    assert whoami(fetched).status == 303


@check("it does what it is told: short lives, a wrong clock, no answers; and is as before when asked to be")
def _control() -> None:
    form = dict(grant_type="password", client_id="lakeside", username="bob", password="secret")
    gridlake("idp", "set", "lifetime=30", "clock=3600")
    short = claims(provider("/token", **form).json()["access_token"])
    gridlake("idp", "set", "status=503")
    away = provider("/token", **form)
    gridlake("idp", "set")
    usual = claims(provider("/token", **form).json()["access_token"])
    assert short["exp"] - usual["iat"] < 3700 and away.status == 503 and usual["exp"] - usual["iat"] == 3600
    assert short["iat"] - usual["iat"] > 3500


@check("storages take tokens over https, as far as their scope goes")
def _storage() -> None:
    file = grid("A_HTTPS") + "/lake/data/1K.bin"
    assert curl(file, "-r", "0-9", token=token("alice", ANY, "600", "storage.read:/")).status == 206
    wrong = (
        ("alice", ANY, "600", "storage.read:/rw"),
        ("alice", ANY, "-100", "storage.read:/"),
        ("alice", "rucio", "600", "storage.read:/"),
    )
    assert [curl(file, token=token(*words)).status for words in wrong] == [403] * 3
    (address,) = addresses("grid:token")["token.0"]
    assert curl(address.replace("davs:", "https:"), token=token("bob", ANY, "600", "storage.read:/")).status == 200
