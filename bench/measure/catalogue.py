"""Asks Rucio itself where a file is, so that `curl` reads the address that the service reads."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from .service import NotMeasured


def token(rucio: str) -> str:
    headers = {"X-Rucio-Account": "alice", "X-Rucio-Username": "alice", "X-Rucio-Password": "secret"}
    return _get(f"{rucio}/auth/userpass", headers)[1]["X-Rucio-Auth-Token"]


def address(rucio: str, did: str) -> str:
    """Of the only replica that Rucio offers of this file."""
    scope, _, name = did.partition(":")
    headers = {"X-Rucio-Auth-Token": token(rucio), "Accept": "application/x-json-stream"}
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
