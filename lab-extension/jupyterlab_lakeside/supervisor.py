"""The life of the service: started with Jupyter, watched, started again when it fails, ended with Jupyter."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from asyncio.subprocess import Process
from dataclasses import dataclass
from pathlib import Path

from .command import CannotStart, Command
from .health import answers, until_answering
from .kernels import KernelVariables
from .logfile import JupytersLog, LogFile
from .pauses import Pauses
from .places import SocketFolder, log_folder
from .problems import Problem, Refused, service_down
from .process import how_it_ended, running
from .states import Down, Ready, Starting, State

JUPYTERS = "-"  # as a folder for the log: Jupyter's own
RESTART = "Restart the Jupyter server to start it again."


@dataclass(frozen=True)
class Limits:
    """In seconds."""

    start: float = 30.0
    stop: float = 5.0
    longest_pause: float = 60.0
    healthy_after: float = 60.0
    look: float = 30.0  # between two looks at a running service and its log
    misses: int = 3  # looks in a row without an answer, not seconds: then it hangs


@dataclass(frozen=True)
class Places:
    """Empty means the usual place."""

    socket_dir: str = ""
    log_dir: str = ""
    log_size: int = 5 << 20


@dataclass(frozen=True)
class Ending:
    """How one life of the service ended, and how long it had been well."""

    detail: str
    remedy: str
    well_for: float = 0.0
    on_purpose: bool = False


class Supervisor:
    """Owns the process, its socket's folder, what kernels are told of it, and its log file, from `start` to `stop`."""

    def __init__(
        self, command: Command, limits: Limits, places: Places, kernels: KernelVariables, log: logging.Logger
    ) -> None:
        self._command = command
        self._limits = limits
        self._places = places
        self._kernels = kernels
        self._log = log
        self._state: State = Starting()
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._folder: SocketFolder | None = None
        self._logfile: LogFile | None = None

    @property
    def state(self) -> State:
        return self._state

    def start(self) -> None:
        """Returns at once."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Returns when the process and its children are gone."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._enter(Down("The Jupyter server is shutting down.", "Start it again."))
        self._kernels.take_back()
        for place in (self._folder, self._logfile):
            if place is not None:
                place.close()

    async def ready(self) -> Ready:
        """Waits while the service starts. Raises `Refused` when it does not run and is not being started."""
        while isinstance(self._state, Starting):
            await self._changed.wait()
        if isinstance(self._state, Down):
            raise Refused(self._state.problem())
        return self._state

    async def gone(self, service: Ready, within: float) -> bool:
        """Whether this service, which has just hung up, is found to have ended."""
        deadline = time.monotonic() + within
        while self._state is service and (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left)
        return self._state is not service

    def unreachable(self, words: str, status: int = 503) -> Problem:
        """For a service that should have been there."""
        return service_down(words, f"Try again. {self._see_log}", self._log_path, status=status)

    # ------------------------------------------------------------------ one life after the other

    async def _run(self) -> None:
        try:
            await self._live_on()
        except Exception:
            self._log.exception("lakeside: the supervisor failed in a way we did not foresee")
            self._enter(Down("The supervisor of the service failed; Jupyter's log says how.", RESTART))

    async def _live_on(self) -> None:
        pauses = Pauses(self._limits.longest_pause, self._limits.healthy_after)
        while True:
            self._enter(Starting())
            ending = await self._one_life()
            if ending.on_purpose or ending.well_for == 0.0:
                self._kernels.take_back()  # nobody writes the files that they name
            if ending.well_for == 0.0:
                self._command = self._command.after_failure()
            if ending.on_purpose:
                self._log.info("lakeside: %s", ending.detail)
                self._enter(Down(ending.detail, ending.remedy, self._log_path))
                return
            pause = pauses.after(ending.well_for)
            self._log.warning(
                "lakeside: %s %s (failure %d in a row, next start in %g s)",
                *(ending.detail, ending.remedy, pauses.failures, pause),
            )
            if pause > 0:
                self._enter(Down(ending.detail, ending.remedy, self._log_path, time.monotonic() + pause))
                await asyncio.sleep(pause)

    async def _one_life(self) -> Ending:
        try:
            socket = self._free_socket()
            log = self._open_log(instead=socket.parent)
            crash = log.path.with_name(f"{log.path.stem}-crash-%p.log")
            arguments = self._command.arguments(socket, os.getpid(), crash)
            log.note(f"starting {arguments[0]} for the Jupyter server with process {os.getpid()}")
            async with running(arguments, self._kernels.of_user(), log.descriptor, self._limits.stop) as process:
                return await self._watch(process, socket, log)
        except CannotStart as failure:
            return Ending(failure.detail, failure.remedy)
        except OSError as failure:  # a full disk, no more processes: it may pass
            return Ending(f"The service could not be started: {failure}.", "Make room for it; it is tried again.")

    async def _watch(self, process: Process, socket: Path, log: LogFile) -> Ending:
        began = time.monotonic()
        ended = asyncio.ensure_future(process.wait())
        answering = asyncio.ensure_future(until_answering(socket))
        try:
            await asyncio.wait({ended, answering}, timeout=self._limits.start, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                return self._ending(ended.result(), 0.0)
            if not answering.done():
                detail = f"The service gave no answer in the {self._limits.start:g} s of Lakeside.start_limit."
                return Ending(detail, self._see_log)
            ready_at = time.monotonic()
            self._log.info(
                "lakeside: the service answers after %.2f s (process %d, log %s)",
                *(ready_at - began, process.pid, self._log_path),
            )
            self._kernels.point_below(socket.parent)
            self._enter(Ready(process.pid, socket))
            misses = 0
            while misses < self._limits.misses:
                await asyncio.wait({ended}, timeout=self._limits.look)
                with contextlib.suppress(OSError):
                    await asyncio.to_thread(log.keep_small)
                if ended.done():
                    return self._ending(ended.result(), time.monotonic() - ready_at)
                misses = 0 if await answers(socket) else misses + 1
            detail = f"The service ran, but gave no answer {misses} times in a row; it was ended."
            return Ending(detail, self._see_log, time.monotonic() - ready_at)
        finally:
            answering.cancel()
            ended.cancel()

    def _ending(self, code: int, well_for: float) -> Ending:
        if code == 0:
            return Ending("The service ended on purpose, with exit code 0.", RESTART, well_for, on_purpose=True)
        return Ending(f"The service ended with {how_it_ended(code)}.", self._see_log, well_for)

    # ------------------------------------------------------------------ its places, made again when a cleaner took them

    def _free_socket(self) -> Path:
        if self._folder is not None and not self._folder.path.is_dir():
            self._folder = self._folder.made_again()
        if self._folder is None:
            self._folder = SocketFolder.make(self._places.socket_dir, os.environ)
            self._kernels.point_below(self._folder.path)
        self._folder.socket.unlink(missing_ok=True)
        return self._folder.socket

    def _open_log(self, instead: Path) -> LogFile:
        if self._logfile is not None and self._logfile.lost:
            self._logfile.close()
            self._logfile = None
        if self._logfile is None and self._places.log_dir == JUPYTERS:
            self._logfile = JupytersLog(instead)
        if self._logfile is None:
            wanted = Path(self._places.log_dir) if self._places.log_dir else log_folder(os.environ)
            try:
                self._logfile = LogFile.open(wanted, self._places.log_size)
            except OSError as failure:
                words = "lakeside: no log can be written in %s (%s); it is in %s"
                self._log.warning(words, wanted, failure.strerror, instead)
                self._logfile = LogFile.open(instead, self._places.log_size)
        return self._logfile

    @property
    def _log_path(self) -> str:
        return self._logfile.name if self._logfile is not None else ""

    @property
    def _see_log(self) -> str:
        return f"Its log says why: {self._log_path}"

    def _enter(self, state: State) -> None:
        self._state = state
        self._changed.set()
        self._changed = asyncio.Event()
