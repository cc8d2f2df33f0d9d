"""One user's cache of the service: `python -m jupyterlab_lakeside.user_cache JAVA JAR [JAVA_OPTION …]`.

Made with the lowest priority, by one at a time; what cannot be made is not tried again at every start. Those that have
not been used for longest are removed.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .aot import cache_for, cache_name, caches, only_ours
from .command import CannotStart, Command
from .training import Untrained, remove_unfinished, train

KEPT = 3  # of environments that share a home
AGAIN_AFTER = 7 * 24 * 3600.0  # seconds
FAILED = ".failed"
LOCK = ".training"


def make(command: Command) -> str:
    """What came of it, for a person. Raises `Untrained`, `CannotStart`, `OSError` and the like."""
    folder = command.cache_folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not only_ours(folder):
        raise Untrained(f"others may write in {folder}.")
    with alone(folder):
        parts = command.parts()
        if known := cache_for(*parts, folder):
            return f"there is {known}"
        cache = folder / cache_name(*parts)
        failed = cache.with_suffix(FAILED)
        if failed.exists() and time.time() - failed.stat().st_mtime < AGAIN_AFTER:
            return f"no cache could be made; {failed} says why"
        remove_unfinished(folder)
        try:
            train(command, os.environ, folder)
        except Untrained as failure:
            failed.write_text(f"{failure}\n")
            raise
        forget_old(folder)
        return f"made {cache}"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Two would take each other's time; where a file system has no locks they do no worse."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        os.close(descriptor)
        raise Untrained("another one makes it.") from busy
    except OSError:
        pass
    try:
        yield
    finally:
        os.close(descriptor)


def forget_old(folder: Path) -> None:
    """All but the few that were used last, and words about failures that are too old to matter."""
    for old in sorted(caches(folder), key=lambda cache: cache.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
    for note in folder.glob(f"*{FAILED}"):
        if time.time() - note.stat().st_mtime > AGAIN_AFTER:
            note.unlink(missing_ok=True)


def main(java: str, jar: str, *options: str) -> int:
    os.nice(19)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was begun is removed
    try:
        print(make(Command(java, jar, options)))
    except (Untrained, CannotStart, OSError, http.client.HTTPException, subprocess.TimeoutExpired) as failure:
        print(f"no cache: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
