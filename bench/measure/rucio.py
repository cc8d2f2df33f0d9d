"""Asks Rucio itself: where a file is, so that `curl` reads the address that the service reads, and how soon a list comes."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from .service import NotMeasured

ROWS = "application/x-json-stream"
PIECE = 1 << 16


def token(rucio: str) -> str:
    headers = {"X-Rucio-Account": "alice", "X-Rucio-Username": "alice", "X-Rucio-Password": "secret"}
    return _get(f"{rucio}/auth/userpass", headers)[1]["X-Rucio-Auth-Token"]


def address(rucio: str, did: str) -> str:
    """Of the only replica that Rucio offers of this file."""
    scope, _, name = did.partition(":")
    headers = {"X-Rucio-Auth-Token": token(rucio), "Accept": ROWS}
    (row,) = _get(f"{rucio}/replicas/{scope}/{name}", headers)[0].splitlines()
    pfns = list(json.loads(row)["pfns"])
    if len(pfns) != 1:
        raise NotMeasured(f"one address of {did} was expected; Rucio at {rucio} has {pfns}")
    return str(pfns[0])


def _get(url: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            return answer.read().decode(), dict(answer.headers)
    except urllib.error.URLError as error:
        raise NotMeasured(f"GET {url}: {error}") from error


@dataclass(frozen=True)
class Reading:
    """A list as it came: seconds to the first byte of its rows, and to the last."""

    first: float
    whole: float
    rows: int


class Lists:
    """Reads lists as a client would that does nothing else. Each over a connection of its own: Rucio keeps none for long."""

    def __init__(self, rucio: str) -> None:
        self._url = urllib.parse.urlsplit(rucio)
        self._token = token(rucio)

    def search(self, scope: str, limit: int | None = None) -> Reading:
        """All DIDs of a scope, with type and size as the panel shows them."""
        wanted = {"type": "all", "long": "true", "filters": json.dumps([{"name": "*"}])}
        return self._read(f"/dids/{scope}/dids/search", wanted | ({} if limit is None else {"limit": str(limit)}))

    def content(self, did: str) -> Reading:
        scope, _, name = did.partition(":")
        return self._read(f"/dids/{scope}/{urllib.parse.quote(name, safe='')}/dids", {})

    def _read(self, path: str, query: dict[str, str]) -> Reading:
        route = f"{self._url.path}{path}?{urllib.parse.urlencode(query)}"
        began = time.perf_counter()
        with contextlib.closing(http.client.HTTPConnection(self._url.netloc, timeout=120)) as connection:
            connection.request("GET", route, headers={"X-Rucio-Auth-Token": self._token, "Accept": ROWS})
            answer = connection.getresponse()
            piece = answer.read1(PIECE)
            first = time.perf_counter() - began
            rows = 0
            while piece:
                rows += piece.count(b"\n")
                piece = answer.read1(PIECE)
            whole = time.perf_counter() - began
        if answer.status != 200:
            raise NotMeasured(f"GET {route}: {answer.status}")
        return Reading(first, whole, rows)
