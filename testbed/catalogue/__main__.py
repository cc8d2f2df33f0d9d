"""Called by the script `lake`.

    python -m catalogue base DB                  an empty catalogue: accounts, scopes, storage elements          (*)
    python -m catalogue add DB SET OPENDATA      adds the entries of a set: small, bytes, big                    (*)
    python -m catalogue place DB                 the addresses of this lake's storages
    python -m catalogue lay SET OPENDATA         the files of a set, on the storages
    python -m catalogue sets DB                  the sets that the catalogue holds
    python -m catalogue restore FROM TO          overwrites a catalogue that a server is using
    python -m catalogue sql DB STATEMENT [json]
    python -m catalogue file RSE SCOPE:NAME      the file behind a replica
    python -m catalogue expire DB TOKEN          ends a token now

(*) needs the Python that has Rucio, and RUCIO_CONFIG; the rest runs on any Python 3.10.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from catalogue import database

# A DID that only this set has.
MARKS = {"small": ("data", "ok"), "bytes": ("bytes", "all"), "big": ("big", "cont2000")}


def sets_of(catalogue: Path) -> list[str]:
    db = sqlite3.connect(catalogue)
    found = [name for name, did in MARKS.items() if db.execute("SELECT 1 FROM dids WHERE scope = ? AND name = ?", did).fetchone()]
    db.close()
    return found


def add(catalogue: Path, name: str, opendata: Path) -> None:
    from catalogue import bulk, contents, register, seeds

    if name in sets_of(catalogue):
        return
    with database.writer_lock():
        if name == "small":
            register.register(catalogue, seeds.small(contents.made_files(opendata)))
        elif name == "bytes":
            bulk.add_bytes(catalogue)
        elif name == "big":
            bulk.add_big(catalogue)
        else:
            sys.exit(f"there is no set '{name}': small, bytes, big")


def lay(name: str, opendata: Path) -> None:
    from catalogue import contents, lay, seeds

    if name == "small":
        lay.lay(seeds.small(contents.made_files(opendata)))
    elif name == "bytes":
        lay.lay_bytes()


def main(verb: str = "", *words: str) -> None:
    match verb, words:
        case "base", (catalogue,):
            from catalogue import accounts

            accounts.make_base(Path(catalogue))
        case "add", (catalogue, name, opendata):
            add(Path(catalogue), name, Path(opendata))
        case "place", (catalogue,):
            from catalogue import storages

            storages.place(Path(catalogue))
        case "lay", (name, opendata):
            lay(name, Path(opendata))
        case "file", (rse, did):
            from catalogue import storages

            print(storages.file_of(rse, *did.split(":", 1)))
        case "sets", (catalogue,):
            print(" ".join(sets_of(Path(catalogue))))
        case "restore", (source, target):
            database.restore(Path(source), Path(target))
        case "sql", (catalogue, statement, *form):
            database.run_sql(Path(catalogue), statement, form == ["json"])
        case "expire", (catalogue, token):
            statement = "UPDATE tokens SET expired_at = '2020-01-01 00:00:00.000000' WHERE token = ?"
            database.run_sql(Path(catalogue), statement, values=(token,))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
