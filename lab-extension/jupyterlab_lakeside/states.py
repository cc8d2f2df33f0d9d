"""What the service is doing, each state with exactly the data it has."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from .problems import Problem, service_down


@dataclass(frozen=True)
class Starting:
    """Requests wait."""


@dataclass(frozen=True)
class Ready:
    pid: int
    socket: Path


@dataclass(frozen=True)
class Down:
    """Not running: for good, or until the next try at a moment of the monotonic clock."""

    detail: str
    remedy: str
    log: str = ""
    next_try: float | None = None

    def problem(self) -> Problem:
        if self.next_try is None:
            return service_down(self.detail, self.remedy, self.log)
        seconds = max(1, round(self.next_try - time.monotonic()))
        return service_down(f"{self.detail} The next try is in {seconds} s.", self.remedy, self.log, seconds)


State = Starting | Ready | Down
