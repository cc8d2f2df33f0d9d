"""Has the service's cache made for its later starts: in the background, when nobody needs the machine.

Knows neither Java nor caches; `user_cache` does, in a process of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from .command import SECRETS, CannotStart, Command
from .process import running

GRACE = 5.0  # seconds that it has to tidy up when Jupyter ends


class Trainer:
    """One try for each start of Jupyter, `rest` seconds after somebody has last asked for anything."""

    def __init__(self, command: Command, rest: float, rested: Callable[[], float], log: logging.Logger) -> None:
        self._command = command
        self._rest = rest
        self._rested = rested
        self._log = log
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Returns at once."""
        if self._command.cached:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Returns when nothing of it is left."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        try:
            while (left := self._rest - self._rested()) > 0:
                await asyncio.sleep(left)
            self._log.info("lakeside: for quicker starts: %s", await self._train())
        except CannotStart:
            pass  # the supervisor says so
        except Exception:
            self._log.exception("lakeside: the service's cache could not be made, for a reason we did not foresee")

    async def _train(self) -> str:
        java, jar, _ = self._command.parts()
        words = [sys.executable, "-m", "jupyterlab_lakeside.user_cache", java, str(jar), *self._command.options]
        async with running(words, without_secrets(os.environ), subprocess.PIPE, GRACE) as process:
            said, _ = await process.communicate()
            return said.decode(errors="replace").strip()


def without_secrets(outer: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in outer.items() if name not in SECRETS}


def rested(settings: Mapping[str, Any], now: datetime) -> float:
    """Seconds in which nobody asked the service for anything or had a kernel at work, as Jupyter's `settings` say."""
    moments = (
        settings["started"],
        settings["last_activity_times"].get("lakeside"),
        getattr(settings.get("kernel_manager"), "last_kernel_activity", None),
    )
    last: datetime = max(moment for moment in moments if moment)
    return (now - last).total_seconds()
