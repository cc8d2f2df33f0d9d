"""The service by itself: how soon it answers, and what it keeps in memory when nobody asks anything."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from .figures import Figure
from .service import Service

REST = 30.0  # seconds after the last request


def start(name: str, service: Callable[[], AbstractContextManager[Service]], rounds: int, target: float) -> Figure:
    """From making the process to the first answer on /health; the first start, with a cold disk cache, does not count."""

    def starts() -> Iterator[float]:
        for _ in range(rounds + 1):
            with service() as running:
                yield running.started_in

    return Figure(name, list(starts())[1:], "s", target=target, note="first 200 on /health")


def memory(name: str, running: Service, note: str, target: float | None = None, rest: float = REST) -> Figure:
    """One reading: the definition leaves no room for more within a reasonable time."""
    time.sleep(rest)
    return Figure(name, [running.pss()], "MB", target=target, note=f"PSS {rest:.0f} s after {note}")


def growth(name: str, running: Service, before: float, note: str, target: float, rest: float = REST) -> Figure:
    """By how much more memory it has than before; never less than nothing."""
    time.sleep(rest)
    return Figure(name, [max(0.0, running.pss() - before)], "MB", target=target, note=f"more than {before:.0f} MB, after {note}")
