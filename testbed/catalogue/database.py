"""The SQLite file that holds the catalogue: the lock of its writers, statements, restoring, statistics."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def stamp() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime()) + ".000000"


@contextmanager
def writer_lock() -> Iterator[None]:
    """The lock that the server holds during every writing request."""
    descriptor = os.open(os.environ["LAKE_RUCIO_LOCK"], os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def insert(db: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join([*columns, "created_at", "updated_at"])
    marks = ", ".join("?" * (len(columns) + 2))
    now = stamp()
    db.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", ([*row, now, now] for row in rows))


def summarise(db: sqlite3.Connection, scopes: str) -> None:
    """How much of each dataset lies where, as rules on datasets leave it behind; for the scopes that are LIKE this."""
    db.execute(
        """
        INSERT OR REPLACE INTO collection_replicas (scope, name, did_type, rse_id, bytes, length, available_bytes,
          available_replicas_cnt, state, created_at, updated_at)
        SELECT whole.scope, whole.name, 'D', replicas.rse_id, whole.bytes, whole.length,
          sum(CASE replicas.state WHEN 'A' THEN replicas.bytes ELSE 0 END), sum(replicas.state = 'A'),
          CASE WHEN sum(replicas.state = 'A') = whole.length THEN 'A' ELSE 'U' END, :now, :now
        FROM (SELECT scope, name, sum(bytes) AS bytes, count(*) AS length FROM contents
              WHERE did_type = 'D' AND scope LIKE :scopes GROUP BY scope, name) AS whole
        JOIN contents ON contents.scope = whole.scope AND contents.name = whole.name
        JOIN replicas ON replicas.scope = contents.child_scope AND replicas.name = contents.child_name
        GROUP BY whole.scope, whole.name, replicas.rse_id
        """,
        dict(scopes=scopes, now=stamp()),
    )


def open_fast(catalogue: Path) -> sqlite3.Connection:
    db = sqlite3.connect(catalogue, timeout=60)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA cache_size=-262144")
    return db


def restore(source: Path, target: Path) -> None:
    """Overwrites a catalogue in place; a running server sees the new content with its next statement."""
    pristine, current = sqlite3.connect(source), sqlite3.connect(target, timeout=60)
    with writer_lock():
        pristine.backup(current)
    pristine.close()
    current.close()


def run_sql(catalogue: Path, statement: str, as_json: bool = False, values: Sequence[Any] = ()) -> None:
    db = sqlite3.connect(catalogue, timeout=30)
    with writer_lock(), db:
        cursor = db.execute(statement, values)
        rows = cursor.fetchall()
    names = [column[0] for column in cursor.description or ()]
    for row in rows:
        if as_json:
            print(json.dumps(dict(zip(names, row, strict=True))))
        else:
            print("\t".join("" if value is None else str(value) for value in row))
    if cursor.description is None:
        print(cursor.rowcount, "rows", file=sys.stderr)
    db.close()


def tell_sizes(catalogue: Path) -> None:
    """Tells SQLite which tables are big.

    Rucio joins temporary tables with the big ones. SQLite guesses that a temporary table has a million rows and reads the other
    one from end to end; told that the others are far bigger, it looks their rows up by index.
    """
    spread = {
        "scope": 100, "name": 10**5, "child_scope": 1, "child_name": 10**6, "rse_id": 20, "rule_id": 10**5, "id": 10**8,
        "account": 100, "path": 10**7, "token": 10**8,
    }  # fmt: skip
    tables = [
        "dids",
        "contents",
        "replicas",
        "locks",
        "dataset_locks",
        "collection_replicas",
        "rules",
        "archive_contents",
        "tokens",
    ]
    db = sqlite3.connect(catalogue)
    with db:
        db.execute("ANALYZE sqlite_master")
        db.execute("DELETE FROM sqlite_stat1")
        for table in tables:
            for _, index, unique, *_ in db.execute(f"PRAGMA index_list('{table}')").fetchall():
                columns = [column for _, _, column in db.execute(f"PRAGMA index_info('{index}')")]
                left = 10**8
                numbers = [left]
                for i, column in enumerate(columns):
                    left = max(1, left // (100 if i == 0 and column == "child_scope" else spread.get(column, 2)))
                    numbers.append(1 if unique and i == len(columns) - 1 else left)
                row = (table, index, " ".join(map(str, numbers)))
                db.execute("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", row)
    db.close()
