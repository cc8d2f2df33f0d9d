"""What the token endpoint gives, and what it remembers between two calls."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from provider.tokens import SCOPE, Signer, unpadded

# Who may be chosen in the login page. 'both' is one person with two accounts in Rucio, carol has none.
USERS = ("alice", "bob", "carol", "both")
# Clients with their secrets; 'lakeside' has none and has to use PKCE.
CLIENTS = {"rucio": "rucio-secret", "rucio-admin": "rucio-secret", "jupyterhub": "hub-secret", "lakeside": ""}
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
GRANTS = ("authorization_code", "refresh_token", "client_credentials", "password", DEVICE, EXCHANGE)
MONTH = 30 * 86400


class Refused(Exception):
    """An error of RFC 6749, by its name there."""


@dataclass
class Wish:
    """A login that somebody has begun; `user` is known when they have said who they are."""

    client: str
    scope: str
    audience: str
    user: str = ""
    redirect: str = ""
    nonce: str = ""
    challenge: str = ""
    ends: float = field(default_factory=lambda: time.time() + 300)


class Grants:
    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self.lifetime, self.clock = 3600, 0  # seconds; the second is by how much the clock is wrong
        self.lock = threading.Lock()
        self.codes: dict[str, Wish] = {}
        self.devices: dict[str, tuple[str, Wish]] = {}  # by device code; with the code that a person types
        self.refresh: dict[str, Wish] = {}

    def begin(self, query: dict[str, str]) -> Wish:
        client = query.get("client_id", "")
        if client not in CLIENTS:
            raise Refused("unauthorized_client")
        if client == "lakeside" and "redirect_uri" in query and query.get("code_challenge_method") != "S256":
            raise Refused("invalid_request")
        return Wish(
            client, query.get("scope", SCOPE), query.get("audience", "").strip() or query.get("resource", "") or "rucio",
            redirect=query.get("redirect_uri", ""), nonce=query.get("nonce", ""), challenge=query.get("code_challenge", ""),
        )  # fmt: skip

    def code_for(self, wish: Wish, user: str) -> str:
        wish.user, code = user, secrets.token_urlsafe(24)
        self.codes[code] = wish
        return code

    def device_for(self, wish: Wish) -> tuple[str, str]:
        device, typed = secrets.token_urlsafe(24), "-".join(secrets.token_hex(2).upper() for _ in range(2))
        self.devices[device] = (typed, wish)
        return device, typed

    def approve(self, typed: str, user: str) -> bool:
        for code, wish in self.devices.values():
            if code == typed.strip().upper():
                wish.user = user
                return True
        return False

    def token(self, form: dict[str, str], client: str) -> dict[str, Any]:
        with self.lock:
            return self.answer(self.granted(form, client), form)

    def granted(self, form: dict[str, str], client: str) -> Wish:
        """Whose login it is, by the kind of grant."""
        match form.get("grant_type"):
            case "authorization_code":
                return self._by_code(form, client)
            case "refresh_token":  # each is good for one time
                return self._alive(self.refresh.pop(form.get("refresh_token", ""), None), client)
            case "client_credentials":
                wish = self.begin(dict(form, client_id=client))
                wish.user = client
            case "password":
                wish = self.begin(dict(form, client_id=client))
                wish.user = form.get("username", "")
                if form.get("password") != "secret":
                    raise Refused("invalid_grant")
            case kind if kind == DEVICE:
                return self._by_device(form, client)
            case kind if kind == EXCHANGE:
                wish = self.begin(dict(form, client_id=client))
                wish.user = self.signer.claims(form.get("subject_token", "")).get("sub", "")
                if not wish.user:
                    raise Refused("invalid_grant")
            case _:
                raise Refused("unsupported_grant_type")
        return wish

    def _by_code(self, form: dict[str, str], client: str) -> Wish:
        wish = self._alive(self.codes.pop(form.get("code", ""), None), client)
        proof = unpadded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if wish.redirect != form.get("redirect_uri", "") or (wish.challenge and wish.challenge != proof):
            raise Refused("invalid_grant")
        return wish

    def _by_device(self, form: dict[str, str], client: str) -> Wish:
        _, wish = self.devices.get(form.get("device_code", ""), ("", None))
        if not self._alive(wish, client).user:
            raise Refused("authorization_pending")
        return self.devices.pop(form["device_code"])[1]

    @staticmethod
    def _alive(wish: Wish | None, client: str) -> Wish:
        if wish is None or wish.ends < time.time() or wish.client != client:
            raise Refused("invalid_grant")
        return wish

    def answer(self, wish: Wish, form: dict[str, str]) -> dict[str, Any]:
        scope, audience = form.get("scope", wish.scope), form.get("audience", wish.audience)
        token = self.signer.access_token(wish.user, audience, self.lifetime, scope, wish.client, self.clock)
        answer: dict[str, Any] = dict(access_token=token, token_type="Bearer", expires_in=self.lifetime, scope=scope)
        now = int(time.time())
        about = dict(iss=self.signer.issuer, sub=wish.user, iat=now)
        if "openid" in scope.split():
            nonce = {"nonce": wish.nonce} if wish.nonce else {}
            answer["id_token"] = self.signer.sign({**about, "aud": wish.client, "exp": now + self.lifetime, **nonce})
        if "offline_access" in wish.scope.split():
            # A JWT too: Rucio reads from it when it ends.
            refresh = self.signer.sign({**about, "jti": secrets.token_hex(8), "exp": now + MONTH})
            self.refresh[refresh] = Wish(wish.client, wish.scope, wish.audience, wish.user, ends=now + MONTH)
            answer["refresh_token"] = refresh
        return answer
