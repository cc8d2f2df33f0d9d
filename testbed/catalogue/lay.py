"""Puts the files of the seeds where the storages serve them from; files that are there and untouched stay."""

from __future__ import annotations

from pathlib import Path

from catalogue import bulk
from catalogue.contents import Bytes, Content, read, untouched, write
from catalogue.seeds import File, Seeds
from catalogue.storages import file_of

# Replicas without a file: their storage is not there, or their state says that the file has not come yet.
ABSENT_AT = ("DEAD", "XROOTD")
ABSENT_IN_STATE = ("U", "C")


def lay(seeds: Seeds) -> None:
    for did, file in seeds.files.items():
        scope, name = did.split(":", 1)
        for rse in file.at:
            path = file_of(rse, scope, name, file.path)
            if absent(file, rse):
                path.unlink(missing_ok=True)
            else:
                content = stored(file, rse)
                if not untouched(path, content.size()):
                    content.put(path)


def absent(file: File, rse: str) -> bool:
    return not file.replicas or rse in file.lost or rse in ABSENT_AT or file.states.get(rse, "A") in ABSENT_IN_STATE


def stored(file: File, rse: str) -> Content:
    """The bytes on one storage, which are not always those that the catalogue means."""
    if not (file.short or rse in file.spoilt):
        return file.content
    assert isinstance(file.content, Bytes)
    data = bytearray(file.content.data)
    if file.short:
        del data[len(data) // 2 :]
    else:
        data[len(data) // 2] ^= 0xFF
    return Bytes(bytes(data))


def lay_bytes() -> None:
    for did, size in bulk.BYTES:
        scope, name = did.split(":", 1)
        first = file_of("OPEN", scope, name)
        if not untouched(first, size):
            write(first, bulk.blocks(did, size))
        second = file_of("SITE-A", scope, name)
        if not untouched(second, size):
            link(first, second)


def link(first: Path, second: Path) -> None:
    second.parent.mkdir(parents=True, exist_ok=True)
    second.unlink(missing_ok=True)
    try:
        second.hardlink_to(first)
    except OSError:
        write(second, read(first))
