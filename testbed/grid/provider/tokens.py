"""Tokens as the WLCG profile has them: JWT, signed with RS256 by `openssl`."""

from __future__ import annotations

import base64
import json
import secrets
import subprocess
import time
from pathlib import Path
from typing import Any

SCOPE = "openid profile"
KEY_ID = "lake-1"


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Signer:
    def __init__(self, key: Path, issuer: str) -> None:
        self.key, self.issuer = key, issuer

    def jwks(self) -> dict[str, Any]:
        modulus = openssl("rsa", "-in", str(self.key), "-noout", "-modulus").decode().strip().removeprefix("Modulus=")
        key = dict(kty="RSA", use="sig", alg="RS256", kid=KEY_ID, n=unpadded(bytes.fromhex(modulus)), e=unpadded(b"\1\0\1"))
        return dict(keys=[key])

    def sign(self, claims: dict[str, Any]) -> str:
        head = unpadded(json.dumps(dict(alg="RS256", typ="JWT", kid=KEY_ID)).encode())
        text = f"{head}.{unpadded(json.dumps(claims).encode())}"
        return f"{text}.{unpadded(self._signature(text))}"

    def _signature(self, text: str) -> bytes:
        return openssl("dgst", "-sha256", "-sign", str(self.key), text=text.encode())

    def access_token(self, user: str, audience: str, seconds: int, scope: str, client: str, shift: int = 0) -> str:
        """`shift` is by how much the provider's clock is wrong."""
        now = int(time.time()) + shift
        begins = min(now, now + seconds - 60)
        several = audience.split()
        return self.sign(
            {
                "iss": self.issuer, "sub": user, "aud": several if len(several) > 1 else audience, "scope": scope, "client_id": client,
                "jti": secrets.token_hex(8), "iat": begins, "nbf": begins, "exp": now + seconds, "preferred_username": user,
                "wlcg.ver": "1.0",
            }
        )  # fmt: skip

    def claims(self, token: str) -> dict[str, Any]:
        """What is in a token of ours that has not ended; empty otherwise."""
        try:
            text, _, signature = token.rpartition(".")
            if not secrets.compare_digest(padded(signature), self._signature(text)):
                return {}
            claims: dict[str, Any] = json.loads(padded(text.split(".")[1]))
        except (ValueError, IndexError):
            return {}
        return claims if claims["exp"] > time.time() else {}


def openssl(*words: str, text: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *words], input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
