"""Whether the service answers yet."""

from __future__ import annotations

import asyncio
from pathlib import Path

STEP = 0.01  # seconds between two looks
LONGEST_ANSWER = 2.0
REQUEST = b"GET /lakeside/api/v1/health HTTP/1.1\r\nHost: lakeside\r\nConnection: close\r\n\r\n"


async def until_answering(socket: Path) -> None:
    """Returns when the service has answered for the first time."""
    while not (socket.exists() and await answers(socket)):
        await asyncio.sleep(STEP)  # another process makes the socket: there is nothing to wait on


async def answers(socket: Path) -> bool:
    try:
        line = await asyncio.wait_for(_status_line(socket), LONGEST_ANSWER)
    except (OSError, ValueError, asyncio.TimeoutError):
        return False
    return line.startswith(b"HTTP/1.1 200")


async def _status_line(socket: Path) -> bytes:
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        writer.write(REQUEST)
        return await reader.readline()
    finally:
        writer.close()
