"""Writes seeds into a catalogue, through Rucio's own functions."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any

from catalogue.accounts import rucio
from catalogue.contents import noise
from catalogue.database import summarise
from catalogue.seeds import File, Seeds
from catalogue.storages import RSES


def register(catalogue: Path, seeds: Seeds) -> None:
    r = rucio()
    with r.writing() as session:
        register_files(r, session, seeds)
        register_collections(r, session, seeds)
        register_archives(r, session, seeds)
        for did, collection in seeds.collections.items():
            if collection.closed:
                r.did.set_status(open=False, session=session, **split(r, did))
    bend(catalogue, seeds)


def split(r: Any, did: str) -> dict[str, Any]:
    scope, name = did.split(":", 1)
    return dict(scope=r.Scope(scope), name=name)


def owner_of(did: str) -> str:
    scope = did.split(":")[0]
    return scope.removeprefix("user.") if scope.startswith("user.") else "root"


def record_of(did: str, file: File) -> dict[str, Any]:
    content = noise("wrong " + did, file.content.size()) if file.wrong_sums else file.content
    sums = dict(adler32=content.adler32, md5=content.md5)
    return dict(bytes=file.content.size(), **{kind: sums[kind]() for kind in file.sums})


def register_files(r: Any, session: Any, seeds: Seeds) -> None:
    batches = defaultdict(list)
    for did, file in seeds.files.items():
        record = dict(split(r, did), **record_of(did, file))
        for rse in file.at:
            # Without a path Rucio refuses storages that are not deterministic: `bend` moves the replica there.
            batches["OPEN" if file.path else rse, owner_of(did)].append(record)
    for (rse, owner), records in batches.items():
        r.replica.add_replicas(r.rse.get_rse_id(rse, session=session), records, r.Account(owner), session=session)


def register_collections(r: Any, session: Any, seeds: Seeds) -> None:
    for did, collection in seeds.collections.items():
        kind, owner = r.constants.DIDType[collection.kind], r.Account(collection.owner)
        r.did.add_did(did_type=kind, account=owner, meta=collection.meta, session=session, **split(r, did))
    constituents = {did for members in seeds.archives.values() for did in members}
    for did, collection in seeds.collections.items():
        children = [split(r, child) for child in collection.children if child not in constituents]
        if children:
            r.did.attach_dids(dids=children, account=r.Account("root"), session=session, **split(r, did))


def register_archives(r: Any, session: Any, seeds: Seeds) -> None:
    root = r.Account("root")
    for did, members in seeds.archives.items():
        rows = [
            dict(split(r, member), bytes=inner.size(), adler32=inner.adler32(), md5=inner.md5())
            for member, inner in members.items()
        ]
        r.did.attach_dids(dids=rows, account=root, session=session, **split(r, did))
        for dataset, collection in seeds.collections.items():
            inside = [split(r, child) for child in collection.children if child in members]
            if inside:
                r.did.attach_dids(dids=inside, account=root, session=session, **split(r, dataset))


def bend(catalogue: Path, seeds: Seeds) -> None:
    """What Rucio's functions would not write: replicas that are missing, in another state, or at a path of their own."""
    db = sqlite3.connect(catalogue, timeout=30)
    ids = dict(db.execute("SELECT rse, id FROM rses"))
    assert set(RSES) <= set(ids)
    this = "WHERE scope = ? AND name = ?"
    with db:
        for did, file in seeds.files.items():
            scope, name = did.split(":", 1)
            if not file.replicas:
                db.execute(f"DELETE FROM replicas {this}", (scope, name))
            if file.path:
                db.execute(f"UPDATE replicas SET rse_id = ?, path = ? {this}", (ids[file.at[0]], file.path, scope, name))
            for rse, state in file.states.items():
                db.execute(f"UPDATE replicas SET state = ? {this} AND rse_id = ?", (state, scope, name, ids[rse]))
        db.execute("DELETE FROM updated_col_rep")
        summarise(db, "data")  # the others are as without a rule: Rucio says nothing of where they are
    db.close()
