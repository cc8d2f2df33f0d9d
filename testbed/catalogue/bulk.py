"""Sets that are too big for Rucio's functions and go straight into SQLite: `bytes` to download, `big` to search and list."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from catalogue.contents import noise
from catalogue.database import insert, open_fast, summarise

MIB = 1 << 20
ONE_GIB = ("bytes:1G.bin", 1 << 30)
BYTES = [
    ONE_GIB,
    *[(f"bytes:1M/{i:03}.bin", MIB) for i in range(200)],
    *[(f"bytes:10K/{i:04}.bin", 10240) for i in range(2000)],
]
BYTES_SETS = {"1G": BYTES[:1], "1M": BYTES[1:201], "10K": BYTES[201:]}

DIDS = [
    "scope", "name", "account", "did_type", "is_open", "monotonic", "hidden", "obsolete", "is_new", "availability", "suppressed",
    "bytes", "length", "md5", "adler32", "purge_replicas", "transient", "project", "datatype", "run_number",
]  # fmt: skip
CONTENTS = ["scope", "name", "child_scope", "child_name", "did_type", "child_type", "bytes", "adler32", "md5"]
REPLICAS = ["rse_id", "scope", "name", "bytes", "md5", "adler32", "state", "lock_cnt"]

FileRow = tuple[str, int, str, str]  # name, bytes, adler32, md5


def did_row(scope: str, name: str, kind: str, size: int | None = None, length: int | None = None, **more: Any) -> tuple[Any, ...]:
    is_open = None if kind == "F" else 0
    head = (scope, name, "root", kind, is_open, 0, 0, 0, 0, "A", 0, size, length)
    return (*head, more.get("md5"), more.get("adler32"), 1, 0, scope, more.get("datatype"), more.get("run"))


def add_dataset(db: sqlite3.Connection, scope: str, name: str, files: list[FileRow], rses: Iterable[str]) -> None:
    """A closed dataset with its files and their replicas."""
    ids = dict(db.execute("SELECT rse, id FROM rses"))
    insert(db, "dids", DIDS, (did_row(scope, n, "F", size, 1, adler32=a, md5=m) for n, size, a, m in files))
    insert(db, "dids", DIDS, [did_row(scope, name, "D", sum(file[1] for file in files), len(files), datatype="RAW")])
    attach_files(db, (scope, name), scope, files)
    for rse in rses:
        insert(db, "replicas", REPLICAS, ((ids[rse], scope, n, size, m, a, "A", 0) for n, size, a, m in files))


def attach_files(db: sqlite3.Connection, parent: tuple[str, str], scope: str, files: Iterable[FileRow]) -> None:
    insert(db, "contents", CONTENTS, ((*parent, scope, n, "D", "F", size, a, m) for n, size, a, m in files))


def add_container(db: sqlite3.Connection, scope: str, name: str, datasets: list[str]) -> None:
    insert(db, "dids", DIDS, [did_row(scope, name, "C", None, len(datasets))])
    insert(db, "contents", CONTENTS, ((scope, name, scope, dataset, "C", "D", None, None, None) for dataset in datasets))


def add_bytes(catalogue: Path) -> None:
    db, sums = open_fast(catalogue), sums_of_bytes()
    with db:
        for label, files in BYTES_SETS.items():
            add_dataset(db, "bytes", label, [(did.split(":")[1], size, *sums[did]) for did, size in files], ("OPEN", "SITE-A"))
        add_container(db, "bytes", "all", list(BYTES_SETS))
    db.close()


def blocks(did: str, size: int) -> Iterator[bytes | bytearray]:
    """Pseudo-random bytes, fast: one random MiB, its first bytes replaced by name and position."""
    block = bytearray(noise("bytes", MIB).data)
    head = hashlib.sha256(did.encode()).digest()
    for position in range(0, size, MIB):
        block[0:40] = head + struct.pack(">Q", position)
        yield block if size - position >= MIB else block[: size - position]


def sums_of_bytes() -> dict[str, tuple[str, str]]:
    """Adler32 and md5 of every file; computed once per cache."""
    store = Path(os.environ["LAKE_CACHE"]) / "bytes-sums.json"
    if store.exists():
        return {did: (adler, digest) for did, (adler, digest) in json.loads(store.read_text()).items()}
    table = {}
    for did, size in BYTES:
        adler, digest = 1, hashlib.md5()
        for block in blocks(did, size):
            adler = zlib.adler32(block, adler)
            digest.update(block)
        table[did] = (f"{adler:08x}", digest.hexdigest())
    part = store.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(table))
    part.replace(store)
    return table


def add_big(catalogue: Path) -> None:
    """100,000 datasets in the scope `big`; datasets of 10,000 and 50,000 files in `bigfiles`. Nothing of it has bytes."""
    kinds = ("RAW", "ESD", "AOD", "NTUP", "HIST")
    names = [f"run{i // 50:05}.{kinds[i % 5]}.f{i % 17:02}.{i:06}" for i in range(100000)]
    db = open_fast(catalogue)
    with db:
        rows = (
            did_row("big", name, "D", 1000 * (i + 1), 5 if i < 2000 else 0, datatype=kinds[i % 5], run=i // 50)
            for i, name in enumerate(names)
        )
        insert(db, "dids", DIDS, rows)
        for label, count, rses in (("ds10k", 10000, ("OPEN", "SITE-A")), ("ds50k", 50000, ("OPEN",))):
            add_dataset(db, "bigfiles", label, big_files(label, count), rses)
        add_container(db, "big", "cont2000", names[:2000])
        shared = big_files("ds10k", 10000)
        for i, name in enumerate(names[:2000]):
            attach_files(db, ("big", name), "bigfiles", shared[5 * i : 5 * i + 5])
        summarise(db, "big%")
    db.close()


def big_files(label: str, count: int) -> list[FileRow]:
    def row(i: int) -> FileRow:
        name = f"{label}/file.{i:06}.bin"
        digest = hashlib.md5(name.encode()).hexdigest()
        return (name, 100000 + i, digest[:8], digest)

    return [row(i) for i in range(count)]
