"""Called by the script `rucio`, with the Python that has Rucio, in a directory with rucio.cfg and the catalogue as rucio.db.

    python -m registry STORAGE ISSUER < LINES    adds what is missing, brings addresses up to date, lays the files below STORAGE

LINES are what only the caller knows: `port NAME NUMBER` and `dn PERSON SUBJECT`, the subject as /DC=test/CN=Alice.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

from catalogue import database, register
from catalogue.accounts import rucio
from catalogue.storages import lfn_path

from registry.entries import PEOPLE, SCOPE, STORAGES, SUBJECTS, seeds

CATALOGUE = Path("rucio.db")


def main(storage: Path, issuer: str) -> None:
    ports: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in sys.stdin.read().splitlines():
        kind, name, value = line.split(" ", 2)
        (ports if kind == "port" else names)[name] = value
    with database.writer_lock():
        add_missing()
        db = sqlite3.connect(CATALOGUE)
        with db:
            place(db, ports)
            identify(db, names, issuer)
        db.close()
    lay(storage)


def add_missing() -> None:
    """Through Rucio's own functions: storage elements, the scope, the files."""
    r = rucio()
    with r.writing() as session:
        if r.scope.check_scope(r.Scope(SCOPE), session=session):
            return
        r.scope.add_scope(r.Scope(SCOPE), r.Account("root"), session=session)
        for name, storage in STORAGES.items():
            rse_id = r.rse.add_rse(name, session=session)
            for key, value in storage.attributes.items():
                r.rse.add_rse_attribute(rse_id, key, value, session=session)
    register.register(CATALOGUE, seeds())


def place(db: sqlite3.Connection, ports: dict[str, str]) -> None:
    ids = dict(db.execute("SELECT rse, id FROM rses"))
    columns = ("rse_id", "scheme", "hostname", "port", "prefix", "impl", "read_lan", "read_wan", "third_party_copy_read")
    for name, storage in STORAGES.items():
        db.execute("DELETE FROM rse_protocols WHERE rse_id = ?", (ids[name],))
        for priority, scheme in enumerate(storage.schemes, 1):
            root = scheme == "root"
            port = ports[f"{storage.server}-{'root' if root else 'http'}"]
            prefix = ("/" if root else "") + storage.directory
            impl = f"rucio.rse.protocols.{'xrootd' if root else 'webdav'}.Default"
            row: tuple[Any, ...] = (ids[name], scheme, "localhost", int(port), prefix, impl, priority, priority, priority)
            database.insert(db, "rse_protocols", columns, [row])


def identify(db: sqlite3.Connection, names: dict[str, str], issuer: str) -> None:
    """Certificates in both spellings: services hand on the one or the other."""
    for table in ("account_map", "identities"):
        db.execute(f"DELETE FROM {table} WHERE identity_type IN ('OIDC', 'X509') AND identity != ''")
    for person, accounts in PEOPLE.items():
        for name in (names[person], ",".join(reversed(names[person][1:].split("/")))):
            add_identity(db, name, "X509", accounts)
    for person, accounts in SUBJECTS.items():
        add_identity(db, f"SUB={person}, ISS={issuer}", "OIDC", accounts)


def add_identity(db: sqlite3.Connection, identity: str, kind: str, accounts: tuple[str, ...]) -> None:
    mail = accounts[0] + "@localhost"
    database.insert(db, "identities", ("identity", "identity_type", "email", "deleted"), [(identity, kind, mail, 0)])
    rows = [(identity, kind, account, int(len(accounts) == 1)) for account in accounts]
    database.insert(db, "account_map", ("identity", "identity_type", "account", "is_default"), rows)


def lay(storage: Path) -> None:
    for did, file in seeds().files.items():
        for rse in file.at:
            where = STORAGES[rse]
            path = storage / where.server / f"data{where.directory}{lfn_path(*did.split(':', 1))}"
            if rse in file.lost:
                path.unlink(missing_ok=True)
            elif not path.exists():
                file.content.put(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) == 3 else sys.exit(__doc__)
