"""One process of the service, from its start to the end of its last child."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import partial

from .command import CannotStart, environment, secrets


@contextlib.asynccontextmanager
async def running(arguments: list[str], outer: Mapping[str, str], output: int, grace: float) -> AsyncIterator[Process]:
    """However the block is left, the process and its children are gone afterwards: asked first, killed after `grace`.

    Raises `CannotStart` when there is nothing to run.
    """
    told = readable(secrets(outer))
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments,
            env=environment(outer),
            start_new_session=True,  # Ctrl-C in the terminal is for Jupyter, which may ask first
            stdin=told,
            stdout=output,
            stderr=output,
        )
    except OSError as failure:
        raise CannotStart(
            f"{arguments[0]} cannot be run: {failure.strerror}.",
            "Set LAKESIDE_JAVA to the `java` of a Java 25 for this machine.",
        ) from failure
    finally:
        os.close(told)
    with ended_at_exit(process.pid):
        try:
            yield process
        finally:
            await end(process, grace)


def readable(text: bytes) -> int:
    """The end of a pipe that holds the text, which is shorter than a pipe is."""
    end, other = os.pipe()
    with os.fdopen(other, "wb") as pipe:
        pipe.write(text)
    return end


async def end(process: Process, grace: float) -> None:
    if process.returncode is None:
        signal_group(process.pid, signal.SIGTERM)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(process.wait(), grace)
    signal_group(process.pid, signal.SIGKILL)
    await process.wait()


def how_it_ended(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def signal_group(leader: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # gone, or (macOS) only a zombie is left
        os.killpg(leader, number)


@contextlib.contextmanager
def ended_at_exit(leader: int) -> Iterator[None]:
    """For a Jupyter that leaves by `sys.exit`, without stopping its extensions."""
    last_resort = partial(end_from, os.getpid(), leader)
    atexit.register(last_resort)
    try:
        yield
    finally:
        atexit.unregister(last_resort)


def end_from(owner: int, leader: int) -> None:
    if os.getpid() == owner:  # not from a fork
        signal_group(leader, signal.SIGTERM)
