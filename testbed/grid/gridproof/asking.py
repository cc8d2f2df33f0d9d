"""Asking the grid that GRID_... in the environment describes, with curl: it shows certificates and proxies."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


def grid(name: str) -> str:
    return os.environ[name if name.startswith("X509") else "GRID_" + name]


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, capture_output=True, text=True, errors="replace", env={**os.environ, **env}, stdin=subprocess.DEVNULL, check=False
    )


def gridlake(*words: str, **env: str) -> str:
    done = run(grid("TOOL"), *words, **env)
    assert done.returncode == 0, f"gridlake {' '.join(words)}: exit {done.returncode}: {done.stderr.strip()}"
    return done.stdout.strip()


@dataclass(frozen=True)
class Said:
    """What curl got: status 0 when there was no answer, and then its words."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    problem: str = ""

    def json(self) -> Any:
        return json.loads(self.body)


def curl(url: str, *options: str, proxy: str = "", token: str = "", **headers: str) -> Said:
    """`proxy` is a person whose proxy was made before; headers are named with _ for -."""
    words = ["curl", "-sS", "-m", "20", "-i", "--capath", grid("X509_CERT_DIR"), *options]
    if proxy:
        words += ["--cert", f"{grid('PROXIES')}/{proxy}.pem"]
    if token:
        headers["Authorization"] = "Bearer " + token
    for name, value in headers.items():
        words += ["-H", f"{name.replace('_', '-')}: {value}"]
    done = run(*words, url)
    if done.returncode:
        return Said(0, problem=done.stderr.strip())
    head, _, body = done.stdout.partition("\n\n")
    first, *rest = head.splitlines()
    pairs = (line.partition(": ") for line in rest)
    return Said(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body)


def rucio(path: str, *options: str, proxy: str = "", **headers: str) -> Said:
    return curl(grid("RUCIO_URL") + path, *options, proxy=proxy, **headers)


def voms_proxy(person: str, *options: str) -> None:
    gridlake("voms", "proxy", person, "-q", *(options or ("--voms", "escape.test")))


def certificate(person: str) -> tuple[str, ...]:
    folder = Path(grid("USERS")) / person
    return ("--cert", f"{folder}/usercert.pem", "--key", f"{folder}/userkey.plain.pem")


def addresses(did: str, proxy: str = "alice") -> dict[str, list[str]]:
    """Where Rucio says that the files of a DID are."""
    token = rucio("/auth/x509_proxy", proxy=proxy).headers["x-rucio-auth-token"]
    scope, name = did.split(":")
    wanted = json.dumps(dict(dids=[dict(scope=scope, name=name)]))
    kind = {"X_Rucio_Auth_Token": token, "Content_Type": "application/json"}
    rows = map(json.loads, rucio("/replicas/list", "-X", "POST", "-d", wanted, **kind).body.splitlines())
    return {row["name"]: list(row["pfns"]) for row in rows}
