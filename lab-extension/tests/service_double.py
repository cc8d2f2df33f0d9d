"""A small service for what the real one cannot be made to do: fail at will, be slow, be rude, answer with garbage.

Takes the real one's place: `… -jar X serve --socket PATH --parent PID`. LAKESIDE_DOUBLE says how it behaves;
in the folder LAKESIDE_DOUBLE_NOTES it writes down what it sees, and there it finds what it waits for.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

STEP = 0.02
PIECE = b"lakeside" * 8192

notes = Path(os.environ["LAKESIDE_DOUBLE_NOTES"])


def note(name: str, words: object = "") -> None:
    with (notes / name).open("a") as page:
        page.write(f"{words}\n")


async def noted(name: str) -> None:
    while not (notes / name).exists():
        await asyncio.sleep(STEP)


class Request:
    def __init__(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = head.decode("latin1").split("\r\n")
        self.method, self.target, _ = lines[0].split(" ", 2)
        self.headers = [tuple(line.split(": ", 1)) for line in lines[1:] if line]
        self.path = urlsplit(self.target).path.removeprefix("/lakeside/")
        self.query = {
            name: values[0] for name, values in parse_qs(urlsplit(self.target).query, keep_blank_values=True).items()
        }
        self.reader = reader
        self.writer = writer

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    async def body(self) -> bytes:
        if self.header("transfer-encoding") == "chunked":
            body = b""
            while size := int(await self.reader.readline(), 16):
                body += await self.reader.readexactly(size)
                await self.reader.readline()
            return body
        return await self.reader.readexactly(int(self.header("content-length") or 0))

    def head(self, status: str, *headers: str) -> None:
        self.writer.write("\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode())

    def answer(self, body: bytes, status: str = "200 OK", *headers: str) -> None:
        self.head(status, f"Content-Length: {len(body)}", *headers)
        if self.method != "HEAD":
            self.writer.write(body)

    def chunk(self, piece: bytes) -> None:
        self.writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    async def until_left(self) -> None:
        """Returns when whoever asked is gone."""
        while await self.reader.read(1):
            pass


async def health(request: Request) -> None:
    body = {"name": "lakeside", "state": "ready", "pid": os.getpid()}
    request.answer(json.dumps(body).encode(), "200 OK", "Content-Type: application/json")


async def echo(request: Request) -> None:
    body = await request.body()
    seen = {
        "method": request.method,
        "target": request.target,
        "headers": request.headers,
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    request.answer(json.dumps(seen).encode(), "200 OK", "Content-Type: application/json")


async def drip(request: Request) -> None:
    """A line; the next one when it has been asked for."""
    request.head("200 OK", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked")
    left = asyncio.ensure_future(request.until_left())
    for number in range(3):
        request.chunk(b'{"id":%d}\n' % number)
        asked = asyncio.ensure_future(noted(f"next-{number}"))
        await asyncio.wait({asked, left}, return_when=asyncio.FIRST_COMPLETED)
        if left.done():
            note("left", "drip")
            return
    left.cancel()
    request.chunk(b"")


async def endless(request: Request) -> None:
    request.head("200 OK", "Content-Type: application/octet-stream", "Transfer-Encoding: chunked")
    left = asyncio.ensure_future(request.until_left())
    written = 0
    try:
        while not left.done():
            request.chunk(PIECE)
            await request.writer.drain()
            written += len(PIECE)
            (notes / "written").write_text(str(written))
            await asyncio.sleep(0)
    except ConnectionError:
        pass
    left.cancel()
    note("left", "endless")


async def hang(request: Request) -> None:
    note("asked", "hang")
    await request.until_left()
    note("left", "hang")


async def large(request: Request) -> None:
    """That many bytes, of known length or, chunked, of unknown length."""
    size = int(request.query["bytes"])
    chunked = "chunked" in request.query
    request.head("200 OK", "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}")
    for begin in range(0, size, len(PIECE)):
        piece = PIECE[: size - begin]
        request.chunk(piece) if chunked else request.writer.write(piece)
        await request.writer.drain()
    if chunked:
        request.chunk(b"")


async def swallow(request: Request) -> None:
    """Takes a body, but only after it has been told to."""
    note("asked", "swallow")
    await noted("swallow")
    body = await request.body()
    request.answer(json.dumps({"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}).encode())


async def ranged(request: Request) -> None:
    begin, end = (int(number) for number in request.header("range").removeprefix("bytes=").split("-"))
    request.answer(bytes(range(256))[begin : end + 1], "206 Partial Content", f"Content-Range: bytes {begin}-{end}/256")


async def refuse(request: Request) -> None:
    """Answers and hangs up without taking the body."""
    body = b'{"type":"/problems/header-missing"}'
    request.answer(body, "403 Forbidden", "Content-Type: application/problem+json", "Connection: close")


async def cut(request: Request) -> None:
    """Half of an answer, of known or unknown length; its end is the connection's if that is to close, as with Jetty."""
    if "chunked" not in request.query:
        request.head("200 OK", "Content-Length: 100")
        request.writer.write(b"x" * 50)
    elif request.header("connection") == "close":
        request.head("200 OK", "Connection: close")
        request.writer.write(b"x" * 50)
    else:
        request.head("200 OK", "Transfer-Encoding: chunked")
        request.chunk(b"x" * 50)


async def headers(request: Request) -> None:
    request.answer(
        b"{}",
        "418 I am a teapot",
        "Content-Type: application/json",
        "X-Twice: one",
        "X-Twice: two",
        "Server: double",
        "Keep-Alive: timeout=5",
        'ETag: "abc"',
    )


async def empty(request: Request) -> None:
    request.head("204 No Content")


async def garbage(request: Request) -> None:
    request.writer.write(b"<html>this is not what you think</html>\r\n\r\n")


async def silence(request: Request) -> None:
    """Hangs up without a word."""


async def exit_now(request: Request) -> None:
    os._exit(int(request.query["code"]))


ROUTES: dict[str, Callable[[Request], Awaitable[None]]] = {
    "api/v1/health": health,
    "api/v1/events": echo,
    "cut": cut,
    "drip": drip,
    "empty": empty,
    "endless": endless,
    "exit": exit_now,
    "garbage": garbage,
    "hang": hang,
    "headers": headers,
    "large": large,
    "range": ranged,
    "refuse": refuse,
    "silence": silence,
    "swallow": swallow,
}


async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        request = Request(head, reader, writer)
        await ROUTES.get(request.path, echo)(request)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        note("left", "in the middle")
    finally:
        writer.close()


async def until_orphaned(parent: int) -> None:
    """For ever, when the parent is not to be watched (-1)."""
    while parent < 0 or os.getppid() == parent:
        await asyncio.sleep(STEP)


async def serve(socket: Path, parent: int, orphans: bool) -> None:
    socket.unlink(missing_ok=True)
    async with await asyncio.start_unix_server(serve_one, socket, limit=1 << 20):
        await until_orphaned(-1 if orphans else parent)


def main() -> None:
    arguments = sys.argv[sys.argv.index("serve") + 1 :]
    socket, parent = Path(arguments[1]), int(arguments[3])
    note("starts", os.getpid())
    note("environment", json.dumps(dict(os.environ)))
    ways = os.environ.get("LAKESIDE_DOUBLE", "").split()
    if "child" in ways:
        child = subprocess.Popen(["sleep", "1000"])
        note("child", child.pid)
    if "stubborn" in ways:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "crash" in ways or ("crash-with-cache" in ways and any(word.startswith("-XX:AOTCache=") for word in sys.argv)):
        print("the double was told to crash", file=sys.stderr)
        sys.exit(3)
    if "end" in ways:
        sys.exit(0)
    if "slow" in ways or ("slow-again" in ways and len((notes / "starts").read_text().split()) == 2):
        asyncio.run(noted("go"))
    if "deaf" in ways:
        signal.pause()
    asyncio.run(serve(socket, parent, "orphan" in ways))


if __name__ == "__main__":
    main()
