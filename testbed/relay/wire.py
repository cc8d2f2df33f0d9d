"""Just enough of HTTP/1.1 to find where a message's head and body end."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass

PIECE = 1 << 17


@dataclass
class Head:
    """The first line and the headers, as they were sent."""

    start: bytes
    lines: list[bytes]

    def get(self, name: bytes) -> bytes:
        for line in self.lines:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name:
                return value.strip()
        return b""

    def without(self, *names: bytes) -> Head:
        return Head(self.start, [line for line in self.lines if line.partition(b":")[0].strip().lower() not in names])

    def raw(self) -> bytes:
        return b"\r\n".join([self.start, *self.lines, b"", b""])

    def chunked(self) -> bool:
        return b"chunked" in self.get(b"transfer-encoding").lower()

    def length(self) -> int | None:
        value = self.get(b"content-length")
        return int(value) if value else None

    def first_byte(self) -> int:
        """Where in the file the body begins."""
        found = re.match(rb"bytes (\d+)-", self.get(b"content-range"))
        return int(found.group(1)) if found else 0


class Reader:
    """One direction of a connection, read message by message."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.buffer = b""

    def more(self) -> bool:
        data = self.connection.recv(PIECE)
        self.buffer += data
        return bool(data)

    def head(self) -> Head | None:
        """The next head; None if the other side has closed instead."""
        while b"\r\n\r\n" not in self.buffer:
            if not self.more():
                return None
        text, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        start, *lines = text.split(b"\r\n")
        return Head(start, lines)

    def line(self) -> bytes:
        while b"\r\n" not in self.buffer:
            if not self.more():
                raise ConnectionError("the connection ended within a chunk")
        found, self.buffer = self.buffer.split(b"\r\n", 1)
        return found

    def exactly(self, count: int) -> Iterator[bytes]:
        while count > 0:
            if not self.buffer and not self.more():
                raise ConnectionError("the connection ended within a body")
            piece, self.buffer = self.buffer[:count], self.buffer[count:]
            count -= len(piece)
            yield piece

    def chunks(self) -> Iterator[bytes]:
        while size := int(self.line().split(b";")[0], 16):
            yield from self.exactly(size)
            self.line()
        while self.line():  # trailers
            pass

    def rest(self) -> Iterator[bytes]:
        while self.buffer or self.more():
            piece, self.buffer = self.buffer, b""
            yield piece

    def body(self, head: Head, until_close: bool) -> Iterator[bytes]:
        if head.chunked():
            return self.chunks()
        length = head.length()
        if length is None and until_close:
            return self.rest()
        return self.exactly(length or 0)
