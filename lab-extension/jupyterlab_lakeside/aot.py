"""Java's ahead-of-time cache: the service's classes as they are after a start, so that the next start is quicker.

Java takes a cache that was made with another jar, and then silently runs the old code. So the cache's name holds what
it was made of: jar, Java and options. It lies beside the jar; where there is none of that name, Java starts without.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

# Java's own words about a cache would come between the answers of the command line, on standard output.
QUIET = ("-Xlog:disable", "-Xlog:all=error:stderr")


def cache_options(java: str, jar: Path, options: Sequence[str]) -> list[str]:
    """For Java, when there is a cache of exactly this."""
    if not caches(jar):
        return []  # without reading the jar
    cache = cache_of(java, jar, options)
    return [f"-XX:AOTCache={cache}", *QUIET] if cache.is_file() else []


def cache_of(java: str, jar: Path, options: Sequence[str]) -> Path:
    """Where the cache of this jar, this Java and these options lies, if there is one."""
    digest = hashlib.sha256()
    with jar.open("rb") as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
    release = Path(java).resolve().parent.parent / "release"
    digest.update(release.read_bytes() if release.is_file() else os.fsencode(java))
    digest.update("\0".join(options).encode())
    return jar.with_name(f"{jar.stem}-{digest.hexdigest()[:16]}.aot")


def caches(jar: Path) -> list[Path]:
    return list(jar.parent.glob(f"{jar.stem}-*.aot"))
