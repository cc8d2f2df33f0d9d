"""The file that the service writes its log lines to."""

from __future__ import annotations

import fcntl
import os
import shutil
from datetime import datetime, timezone
from itertools import count
from pathlib import Path

OLD_ONES = 2
STANDARD_ERROR = 2


class LogFile:
    """Only its user may read it, and it does not grow for ever.

    The service holds the file open, so a large one is copied away and cut to nothing; writes at the end of the file
    make that safe. The file is locked while it is used, so that two servers in one home write to two files.
    """

    def __init__(self, path: Path, descriptor: int, largest: int) -> None:
        self.path = path
        self.name = str(path)
        self.descriptor = descriptor
        self._largest = largest

    @classmethod
    def open(cls, folder: Path, largest: int) -> LogFile:
        """The first of `service.log`, `service-2.log`, … that no other server writes to."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in count(1):
            path = folder / ("service.log" if number == 1 else f"service-{number}.log")
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            os.fchmod(descriptor, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                continue
            except OSError:  # a file system without locks: two servers share the file
                pass
            return cls(path, descriptor, largest)
        raise AssertionError("counting has no end")

    @property
    def lost(self) -> bool:
        """Whether a cleaner has taken it."""
        return not self.path.exists()

    def note(self, words: str) -> None:
        """A line of our own between the service's."""
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        os.write(self.descriptor, f"{now} INFO supervisor: {words}\n".encode())

    def keep_small(self) -> None:
        if os.fstat(self.descriptor).st_size <= self._largest:
            return
        for number in range(OLD_ONES, 1, -1):
            younger = self._old(number - 1)
            if younger.exists():
                younger.replace(self._old(number))
        copy = os.open(self._old(1), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with self.path.open("rb") as source, os.fdopen(copy, "wb") as target:
            shutil.copyfileobj(source, target)
        os.ftruncate(self.descriptor, 0)

    def _old(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")

    def close(self) -> None:
        os.close(self.descriptor)


class JupytersLog(LogFile):
    """Jupyter's own standard error, as in a container, where somebody else keeps what is written there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "service.log", os.dup(STANDARD_ERROR), 0)
        self.name = "it is in Jupyter's own log"

    @property
    def lost(self) -> bool:
        return False

    def keep_small(self) -> None:
        """That is somebody else's business."""
