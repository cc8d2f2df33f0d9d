"""Where the socket and the log lie."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from .command import CannotStart
from .kernels import CREDENTIALS, FILES, WRITTEN

PREFIX = ".lakeside-socket-"  # nobody gives a folder of their own such a name
SOCKET = "service.sock"
LONGEST_SOCKET = 103  # bytes: the kernel's limit is 104 on macOS and 108 on Linux, with a zero at the end
YOUNG = 60.0  # seconds: a folder this young may not have been locked yet


def log_folder(outer: Mapping[str, str]) -> Path:
    """Beside the service's own state."""
    if state := outer.get("LAKESIDE_STATE_DIR"):
        return Path(state) / "logs"
    base = outer.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "lakeside" / "logs"


class SocketFolder:
    """A folder that only its user may enter, gone when closed.

    It is locked while it is used: a later server removes what a killed one left behind, and so does systemd's cleaner.
    """

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self.socket = path / SOCKET
        self._lock = lock

    @classmethod
    def make(cls, wanted: str, outer: Mapping[str, str]) -> SocketFolder:
        """In `wanted`, or else in the first usual place that is writable and short enough for a socket's name."""
        refusals = []
        for base in [wanted] if wanted else usual_bases(outer):
            if len(os.fsencode(f"{base}/{PREFIX}12345678/{SOCKET}")) > LONGEST_SOCKET:
                refusals.append(f"{base} is too long for a socket's name")
                continue
            try:
                return cls._make(base)
            except OSError as failure:
                refusals.append(f"{base}: {failure.strerror}")
        raise CannotStart(
            f"There is no place for the service's socket: {'; '.join(refusals)}.",
            "Set Lakeside.socket_dir in Jupyter's configuration to a short, writable path on a local disk.",
        )

    @classmethod
    def _make(cls, base: str) -> SocketFolder:
        remove_abandoned(Path(base))
        return cls._locked(Path(tempfile.mkdtemp(prefix=PREFIX, dir=base)))  # mode 0700

    @classmethod
    def _locked(cls, path: Path) -> SocketFolder:
        lock = os.open(path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (path / CREDENTIALS).mkdir(mode=0o700, exist_ok=True)  # for a proxy that is made before the service is there
        return cls(path, lock)

    def made_again(self) -> SocketFolder | None:
        """After a cleaner has taken it: under the name that kernels know, or none where that cannot be had."""
        os.close(self._lock)
        try:
            self.path.mkdir(mode=0o700)
            return self._locked(self.path)
        except OSError:
            return None

    def close(self) -> None:
        with contextlib.suppress(OSError):
            remove(self.path)
        os.close(self._lock)


def usual_bases(outer: Mapping[str, str]) -> list[str]:
    bases = [outer.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"]  # noqa: S108
    return [base for base in dict.fromkeys(bases) if base]


def remove_abandoned(base: Path) -> None:
    """Removes this user's socket folders whose server is gone, and nothing but what a server puts there."""
    for path in base.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            state = path.lstat()
            if state.st_uid != os.getuid() or not path.is_dir() or time.time() - state.st_mtime < YOUNG:
                continue
            lock = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(path)
            finally:
                os.close(lock)


def remove(folder: Path) -> None:
    """The socket, the logs that found no better place, proxies and tokens, then the folder. Raises `OSError` when more
    lies there."""
    credentials = folder / CREDENTIALS
    secret = [
        file
        for name in (*FILES.values(), WRITTEN)
        for file in (*credentials.glob(f"{name}*"), *credentials.glob(f".{name}*"))
    ]
    for file in (folder / SOCKET, *folder.glob("service*.log*"), *secret):
        file.unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        credentials.rmdir()
    folder.rmdir()
