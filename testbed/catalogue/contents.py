"""What files hold, and putting them where the storages serve them from."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

# Seeded files carry this time, so that a file which a test has changed is found and put back.
SEED_TIME = 1_780_000_000


class Content(Protocol):
    """The bytes of one seeded file, with the checksums that the catalogue should know."""

    def size(self) -> int: ...
    def adler32(self) -> str: ...
    def md5(self) -> str: ...
    def put(self, path: Path) -> None: ...


@dataclass(frozen=True)
class Bytes:
    data: bytes

    def size(self) -> int:
        return len(self.data)

    def adler32(self) -> str:
        return f"{zlib.adler32(self.data):08x}"

    def md5(self) -> str:
        return hashlib.md5(self.data).hexdigest()

    def put(self, path: Path) -> None:
        write(path, [self.data])


@dataclass(frozen=True)
class Made:
    """A file of the cache: too big to make twice. Storages share its bytes by hard link where they can."""

    path: Path
    bytes_: int
    adler: str
    digest: str

    def size(self) -> int:
        return self.bytes_

    def adler32(self) -> str:
        return self.adler

    def md5(self) -> str:
        return self.digest

    def put(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.parent / f".lake-new-{os.getpid()}"
        part.unlink(missing_ok=True)
        os.utime(self.path, (SEED_TIME, SEED_TIME))
        try:
            part.hardlink_to(self.path)
        except OSError:  # another file system
            write(path, read(self.path))
        else:
            part.replace(path)


def made_files(directory: Path) -> dict[str, Made]:
    """The files that `opendata` has made, by name."""
    facts = json.loads((directory / "sums.json").read_text())
    return {name: Made(directory / name, fact["bytes"], fact["adler32"], fact["md5"]) for name, fact in facts.items()}


def noise(seed: str, size: int) -> Bytes:
    return Bytes(random.Random(seed).randbytes(size) if size else b"")


def text(words: str) -> Bytes:
    return Bytes(words.encode())


def archive(members: dict[str, Bytes]) -> Bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, inner in members.items():
            info = zipfile.ZipInfo(member, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, inner.data)
    return Bytes(out.getvalue())


def png(width: int, height: int) -> Bytes:
    rows = b"".join(
        b"\0" + bytes(c for x in range(width) for c in (255 * x // width, 255 * y // height, (x * y) % 256))
        for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return Bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            yield chunk


def write(path: Path, chunks: Iterable[bytes | bytearray]) -> None:
    """Writes aside and renames: neither a reader nor a hard link ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / f".lake-new-{os.getpid()}"
    with part.open("wb") as out:
        for chunk in chunks:
            out.write(chunk)
    os.utime(part, (SEED_TIME, SEED_TIME))
    part.replace(path)


def untouched(path: Path, size: int) -> bool:
    try:
        found = path.stat()
    except OSError:
        return False
    return found.st_size == size and int(found.st_mtime) == SEED_TIME
