"""Called by the script `idp`.

python -m provider serve PORT KEY CERT CERT-KEY    the provider, on https://localhost:PORT
python -m provider token PORT KEY USER [AUDIENCE [SECONDS [SCOPE]]]   prints an access token; negative SECONDS: one that has ended
python -m provider jwks KEY                        the public key, as clients get it
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from provider.tokens import SCOPE, Signer


def main(verb: str = "", *words: str) -> None:
    match verb, words:
        case "serve", (port, key, certificate, certificate_key):
            from provider.server import serve

            serve(int(port), Signer(Path(key), issuer(port)), certificate, certificate_key)
        case "token", (port, key, user, *rest):
            audience, seconds, scope = (*rest, *("rucio", "3600", SCOPE)[len(rest) :])
            print(Signer(Path(key), issuer(port)).access_token(user, audience, int(seconds), scope, "lakeside"))
        case "jwks", (key,):
            print(json.dumps(Signer(Path(key), "").jwks()))
        case _:
            sys.exit(__doc__)


def issuer(port: str) -> str:
    return "https://localhost:" + port


if __name__ == "__main__":
    main(*sys.argv[1:])
