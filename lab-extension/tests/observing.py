"""Waiting for what must become true, with a limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LIMIT = 60.0  # seconds: two cores may be shared with a build
STEP = 0.02


def eventually(look: Callable[[], T], limit: float = LIMIT) -> T:
    """What `look` gives as soon as it is true."""
    deadline = time.monotonic() + limit
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {limit:g} s: {look}; last seen: {seen!r}")
        time.sleep(STEP)


def settled(look: Callable[[], T], quiet: float = 0.5, limit: float = LIMIT) -> T:
    """What `look` gives once it has not changed for `quiet` seconds."""
    last, since = look(), time.monotonic()

    def same_for_long() -> bool:
        nonlocal last, since
        now = look()
        if now != last:
            last, since = now, time.monotonic()
        return time.monotonic() - since >= quiet

    eventually(same_for_long, limit)
    return last


def alive(pid: int) -> bool:
    """Whether the process runs: a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def started(notes: Path) -> list[int]:
    """The pids of all doubles that were started."""
    page = notes / "starts"
    return [int(line) for line in page.read_text().split()] if page.exists() else []


def memory(pid: int, what: str = "VmRSS") -> int:
    """Bytes that the process holds (`VmRSS`), or held at most (`VmHWM`)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))
