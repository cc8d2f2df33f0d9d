"""Java's ahead-of-time cache: the service's classes as they are after a start, so that the next start is quicker.

Java takes a cache that was made with another jar, and then silently runs the old code. So the cache's name holds what
it was made of: jar, Java and options. It lies beside the jar, as in an image, or in the user's folder for caches; where
there is none of that name, Java starts without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

SWITCH = "LAKESIDE_AOT_CACHE"
OFF = ("off", "no", "false", "0")
DIGITS = 16
# Java's own words about a cache would come between the answers of the command line, on standard output.
QUIET = ("-Xlog:disable", "-Xlog:all=error:stderr")
END_OF_JAR = struct.Struct("<4s4H2LH")  # the record at a jar's end; a comment of up to 64 KiB may follow
LONGEST_END = END_OF_JAR.size + (1 << 16)


def wanted(outer: Mapping[str, str]) -> bool:
    return outer.get(SWITCH, "").strip().lower() not in OFF


def users_folder(outer: Mapping[str, str]) -> Path:
    base = Path(outer.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():
        base = Path(outer.get("HOME") or "~").expanduser() / ".cache"
    return base / "lakeside"


def cache_options(java: str, jar: Path, options: Sequence[str], folder: Path) -> list[str]:
    """For Java, when there is a cache of exactly this."""
    cache = cache_for(java, jar, options, folder)
    if cache is None:
        return []
    with contextlib.suppress(OSError):
        os.utime(cache)  # those that nobody uses are removed
    return [f"-XX:AOTCache={cache}", *QUIET]


def cache_for(java: str, jar: Path, options: Sequence[str], folder: Path) -> Path | None:
    """The cache of exactly this: beside the jar, or in the user's folder if nobody else can have put it there."""
    if not (caches(jar.parent) or caches(folder)):
        return None  # without reading the jar
    name = cache_name(java, jar, options)
    if jar.with_name(name).is_file():
        return jar.with_name(name)
    own = folder / name
    return own if own.is_file() and only_ours(own) and only_ours(folder) else None


def cache_name(java: str, jar: Path, options: Sequence[str]) -> str:
    """What the cache of this jar, this Java and these options is called."""
    digest = hashlib.sha256(content_of(jar))
    release = Path(java).resolve().parent.parent / "release"
    digest.update(release.read_bytes() if release.is_file() else os.fsencode(java))
    digest.update("\0".join(options).encode())
    return f"{jar.stem}-{digest.hexdigest()[:DIGITS]}.aot"


def content_of(jar: Path) -> bytes:
    """The table at a jar's end, which has name, size and checksum of every part; of any other file, all of it.

    The table is read and hashed in 3 ms, the whole jar in 30, or where the processor does not help, in 130.
    """
    with jar.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        tail_at = file.seek(max(0, size - LONGEST_END))
        tail = file.read()
        end = tail.rfind(b"PK\5\6")
        if 0 <= end <= len(tail) - END_OF_JAR.size:
            *_, length, start, _ = END_OF_JAR.unpack_from(tail, end)
            if length > 0 and start + length == tail_at + end:
                file.seek(start)
                return file.read()
        file.seek(0)
        return file.read()


def caches(folder: Path) -> list[Path]:
    return list(folder.glob(f"*-{'[0-9a-f]' * DIGITS}.aot"))


def only_ours(path: Path) -> bool:
    """Whether nobody else could have written it: a cache is code."""
    state = path.stat()
    return state.st_uid in (os.getuid(), 0) and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
