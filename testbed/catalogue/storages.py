"""The storage elements: where clients find their files, and where the files lie on this machine."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue.database import stamp


def port(name: str) -> int:
    return int(os.environ[f"LAKE_{name}_PORT"])


def storage_dir() -> Path:
    return Path(os.environ["LAKE_HOME"]) / "storage"


@dataclass(frozen=True)
class Rse:
    """One storage element. `protocols` are (scheme, host, name of the port); the first is preferred.

    Rucio lists replicas by the priority of their protocols, and `rank` is added to it: troublesome storages come first, so that a
    client has to get past them.
    """

    protocols: tuple[tuple[str, str, str], ...]
    options: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    rank: int = 2


HTTP = ("http", "127.0.0.1", "FILES")
HTTPS = ("https", "localhost", "FILES_HTTPS")

RSES = {
    "OPEN": Rse((HTTP,), dict(country_name="CH"), dict(site="OPENDATA", tier="0"), rank=1),
    "SITE-A": Rse((HTTPS,), dict(country_name="FR"), dict(site="A", tier="1")),
    "SITE-B": Rse((HTTPS, HTTP), dict(country_name="DE"), dict(site="B", tier="1"), rank=3),
    "SITE-A_USERDISK": Rse((HTTPS,), dict(country_name="FR"), dict(site="A", tier="2", type="USERDISK")),
    "SITE-B_USERDISK": Rse((HTTPS,), dict(country_name="DE"), dict(site="B", tier="2", type="USERDISK")),
    "LEGACY": Rse((HTTP,), dict(deterministic=False, country_name="CH"), dict(site="OPENDATA", tier="3")),
    "TAPE-B": Rse((HTTPS,), dict(tape=True, country_name="DE"), dict(site="B", tier="1", istape="true")),
    "OFFLINE": Rse((HTTPS,), dict(availability_read=False, country_name="FR"), dict(site="A", tier="3")),
    # A relay that misbehaves on request stands in front of these files.
    "FLAKY": Rse((("http", "127.0.0.1", "FLAKY"),), dict(country_name="IT"), dict(site="F", tier="3"), rank=0),
    # Nobody listens there; and a protocol whose server is not part of this half of the testbed.
    "DEAD": Rse((("http", "127.0.0.1", "DEAD"),), dict(country_name="NL"), dict(site="NOWHERE", tier="3"), rank=0),
    "XROOTD": Rse((("root", "127.0.0.1", "DEAD"),), dict(country_name="IT"), dict(site="X", tier="3"), rank=0),
}

IMPLEMENTATIONS = {"http": "webdav", "https": "webdav", "root": "xrootd"}


def prefix(rse: str) -> str:
    return f"/{rse.lower()}/"


def lfn_path(scope: str, name: str) -> str:
    """Where Rucio's algorithm `hash` puts a file below the prefix of its storage."""
    digest = hashlib.md5(f"{scope}:{name}".encode()).hexdigest()
    directory = scope.replace(".", "/") if scope.startswith(("user", "group")) else scope
    return f"{directory}/{digest[0:2]}/{digest[2:4]}/{name}"


def file_of(rse: str, scope: str, name: str, path: str | None = None) -> Path:
    """The file behind a replica; `path` for storages that are not deterministic."""
    return Path(f"{storage_dir()}{prefix(rse)}{path or lfn_path(scope, name)}")


def place(catalogue: Path) -> None:
    """Writes the addresses of this lake's storages into its catalogue."""
    columns = [
        "rse_id", "scheme", "hostname", "port", "prefix", "impl", "read_lan", "read_wan", "third_party_copy_read",
        "created_at", "updated_at",
    ]  # fmt: skip
    db = sqlite3.connect(catalogue, timeout=30)
    ids = dict(db.execute("SELECT rse, id FROM rses"))
    with db:
        db.execute("DELETE FROM rse_protocols")
        for name, rse in RSES.items():
            for priority, (scheme, host, number) in enumerate(rse.protocols, 1 + rse.rank):
                path = "/" + prefix(name) if scheme == "root" else prefix(name)
                impl = f"rucio.rse.protocols.{IMPLEMENTATIONS[scheme]}.Default"
                row = [ids[name], scheme, host, port(number), path, impl, priority, priority, priority, stamp(), stamp()]
                marks = ", ".join("?" * len(row))
                db.execute(f"INSERT INTO rse_protocols ({', '.join(columns)}) VALUES ({marks})", row)
    db.close()
